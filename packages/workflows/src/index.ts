export { remediation } from "./remediation/definition.ts";
export { substitute } from "./substitute.ts";
export { localNames, verbNames, verbs, type Verb } from "./verbs.ts";

import { verbHandler } from "../runtime/verb.ts";

export const handler = verbHandler("AskExpert");

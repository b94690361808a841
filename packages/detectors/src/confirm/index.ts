export { confirm } from "./confirm.ts";
export { primary } from "./primary.ts";
export { printOf } from "./print.ts";
export type { Confirmed, ConfirmOptions, ConfirmState } from "./state.ts";
export { initialConfirm } from "./state.ts";

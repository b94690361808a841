export { runbookCards } from "./cards/index.ts";

/** What the functions that go out are made of. Nothing here knows the AWS SDK: their roles have no permissions. */
export { answerAsks, tally } from "./answer.ts";
export { useControl } from "./control.ts";
export { openOutbound, type Outbound } from "./open.ts";

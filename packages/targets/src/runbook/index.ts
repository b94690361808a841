export { runbookCards } from "./cards/index.ts";
export { createHands, type HandsOptions } from "./hands.ts";
export { possibleRunbooks } from "./possible.ts";
export { describeAction } from "./render.ts";
export { lacks } from "./support/needs.ts";
export { offers } from "./support/tell.ts";
export type { Protect } from "./support/scene.ts";

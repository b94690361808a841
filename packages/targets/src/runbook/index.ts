export { runbookCards } from "./cards/index.ts";
export { createHands, type HandsOptions } from "./hands.ts";
export { describeAction } from "./render.ts";
export type { Protect } from "./support/scene.ts";

import type { Verb } from "@gradus/workflows";
import { borrowed } from "./borrowed.ts";
import { lookingContext } from "./looking.ts";
import { type Compose, verbHandler } from "./verb.ts";

const looking: Compose = async (root, out) => {
  const { ctx, watcher } = await lookingContext(root, out, (targets) => borrowed(root, targets));
  return { ctx, close: () => watcher.close() };
};

/** A verb that looks at targets, or acts on them. */
export const lookingVerb = (name: Verb) => verbHandler(name, looking);

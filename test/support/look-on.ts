import { closeGone, type GoneSince } from "@gradus/core";
import type { World } from "./world.ts";

/** So many looks at shop, ten seconds apart, after each of which what is gone for good is closed. */
export async function lookOn(world: World, looks: number): Promise<void> {
  let since: GoneSince = {};
  for (let look = 0; look < looks; look++) {
    await world.clock.pass(10_000);
    const target = world.target("shop");
    since = await closeGone(world.ctx, target, await world.outside.look(target), since);
  }
}

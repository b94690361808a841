import { createDiscoveryClients, discover, saveDiscovered } from "@gradus/aws";
import { type Invocation, observed } from "./runtime/observe.ts";
import { theRoot } from "./runtime/root.ts";

/** Called by a schedule: finds what is tagged gradus:managed. What cannot be understood is told in the log and on the page. */
export const handler = (_input: unknown, invocation: Invocation): Promise<unknown> => {
  const root = theRoot();
  return observed(root.settings, invocation, async (out) => {
    const { settings, clock, store, configured } = root;
    const found = await discover(createDiscoveryClients(), { autonomy: settings.autonomy, configured });
    await saveDiscovered(store.state, { at: clock.now(), ...found });
    for (const problem of found.problems) out.log("warn", problem);
    out.count("TargetsDiscovered", found.targets.length);
    return { targets: found.targets.map((t) => t.id), problems: found.problems };
  });
};

import { noteMailTest, recipientsOf, untilMailTest } from "@gradus/core";
import type * as z from "zod";
import type { ApiContext } from "../ports.ts";
import { change } from "../switches/change.ts";
import type { mailTestSchema } from "../views/mail.ts";

/**
 * Sends a test message the way that every message goes, at most one a minute: the store decides between two that ask together.
 * Gives who is written to, or how many seconds there are to wait.
 */
export async function sendTest(
  api: ApiContext,
  by: string,
): Promise<z.output<typeof mailTestSchema> | { waitSeconds: number }> {
  const { core, mail } = api;
  const at = core.clock.now();
  const via = mail.via;
  let waitMs = 0;
  let to: string[] = [];
  await change(
    core,
    (settings) => {
      waitMs = untilMailTest(settings, at);
      to = recipientsOf("tested", mail.to, settings).map(({ address }) => address);
      return waitMs > 0 ? settings : noteMailTest(settings, at);
    },
    () => ({ at, actor: by, type: "mail.tested", data: { to, via } }),
  );
  if (waitMs > 0) return { waitSeconds: Math.ceil(waitMs / 1_000) };
  await core.notify.tested(by);
  return { to, via };
}

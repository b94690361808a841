import { join } from "node:path";
import { createLinks } from "@gradus/api";
import type { Notifier } from "@gradus/core";
import { createNotifier } from "@gradus/mail";
import { nodeCrypto } from "@gradus/store";
import { createOutbox, type Outbox } from "../mail/outbox.ts";
import type { Options } from "../options.ts";
import type { Cleanup } from "./cleanup.ts";
import type { Foundation } from "./foundation.ts";
import { keyIn } from "./link-key.ts";

/** The ways to people: messages, and the signed links in them. */
export interface People {
  outbox: Outbox;
  notify: Notifier;
  links: ReturnType<typeof createLinks>;
}

/** `baseUrl` is asked late: where Gradus listens is known only when it does. */
export function reachPeople(
  options: Options,
  { log, clock, problems }: Foundation,
  baseUrl: () => string,
  cleanup: Cleanup,
): People {
  const now = (): number => clock.now();
  const outbox = createOutbox({
    directory: join(options.dataDir, "outbox"),
    from: options.mailFrom,
    smtpUrl: options.smtpUrl,
    now,
    randomId: () => nodeCrypto.randomId(),
    log,
    onState: (problem) => (problem === undefined ? problems.clear("mail") : problems.set("mail", problem)),
  });
  cleanup.add("the mail", () => outbox.close());
  const links = createLinks({ crypto: nodeCrypto, key: keyIn(options.dataDir, log), baseUrl, now });
  const notify = createNotifier({ mailer: outbox, to: options.mailTo, log, mail: { baseUrl, links, now } });
  return { outbox, notify, links };
}

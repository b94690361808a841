import { join } from "node:path";
import { createLinks } from "@gradus/api";
import {
  type Clock,
  messageOf,
  type MessageKind,
  noteTold,
  type Notifier,
  type Recipient,
  recipientsOf,
} from "@gradus/core";
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
  { log, clock, problems, store }: Pick<Foundation, "log" | "problems" | "store"> & { clock: Clock },
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
    onProblem: (about, text) =>
      text === undefined ? problems.clear(`mail ${about}`) : problems.set(`mail ${about}`, text),
  });
  cleanup.add("the mail", () => outbox.close());
  const links = createLinks({ crypto: nodeCrypto, key: keyIn(options.dataDir, log), baseUrl, now });
  /** A store that cannot be read is no reason to tell nobody. */
  const to = async (kind: MessageKind): Promise<readonly Recipient[]> => {
    try {
      return recipientsOf(kind, options.mailTo, await store.settings.read());
    } catch (error) {
      log("warn", "who has left mail cannot be read: everybody is told", { error: messageOf(error) });
      return options.mailTo;
    }
  };
  const notify = createNotifier({
    mailer: outbox,
    to,
    log,
    mail: { baseUrl, links, now },
    told: (told) => noteTold({ store, crypto: nodeCrypto, clock, log }, told),
  });
  return { outbox, notify, links };
}

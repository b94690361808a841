/** @jsxImportSource hono/jsx */
import { hasLeftMail, type Settings } from "@gradus/core";
import type { Context as HonoContext } from "hono";
import * as z from "zod";
import type { AppEnv } from "../http/env.ts";
import { parseInput } from "../http/parse.ts";
import { show } from "../page/show.ts";
import type { ApiContext } from "../ports.ts";
import { switchMail } from "../switches/mail.ts";
import { MailLinkPage } from "./mail-page.tsx";

/**
 * Mail programs send `List-Unsubscribe=One-Click` (RFC 8058), without cookies and without having opened the page: whatever
 * says nothing else stops mail.
 */
const formSchema = z.object({ mail: z.enum(["stop", "again"]).default("stop") });

interface Found {
  recipient: string;
  late: boolean;
}

/** The link in every message by which its recipient stops mail: opening it does nothing, sending its form does, as often as it is sent. */
export const mailLink = (api: ApiContext) => {
  const page = (c: HonoContext<AppEnv>, recipient: string, settings: Settings, done = false) =>
    show(
      c,
      <MailLinkPage
        recipient={recipient}
        left={hasLeftMail(settings, recipient)}
        others={othersThan(api, recipient, settings)}
        done={done}
      />,
    );
  const late = (c: HonoContext<AppEnv>, recipient: string) =>
    show(c, <MailLinkPage recipient={recipient} late />, 410);
  return {
    async ask(c: HonoContext<AppEnv>, found: Found) {
      if (found.late) return late(c, found.recipient);
      return page(c, found.recipient, await api.core.store.settings.read());
    },
    async act(c: HonoContext<AppEnv>, found: Found, form: unknown) {
      if (found.late) return late(c, found.recipient);
      const wanted = parseInput(formSchema, form).mail === "again";
      const settings = await switchMail(api.core, { recipient: found.recipient, wanted });
      return page(c, found.recipient, settings, true);
    },
  };
};

/** How many others are told of tasks that need somebody. */
function othersThan(api: ApiContext, recipient: string, settings: Settings): number {
  const isOther = (address: string): boolean => address.toLowerCase() !== recipient.toLowerCase();
  return api.mail.to.filter(({ address }) => isOther(address) && !hasLeftMail(settings, address)).length;
}

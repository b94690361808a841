/** @jsxImportSource hono/jsx */
import { type Answered, approve, type Escalation, reject, resolveEscalation } from "@gradus/core";
import { type Context as HonoContext, Hono } from "hono";
import * as z from "zod";
import type { AppEnv } from "../http/env.ts";
import { parseInput } from "../http/parse.ts";
import { chosen, choicesOf } from "../escalation/choices.ts";
import { show } from "../page/show.ts";
import type { ApiContext, LinkPurpose } from "../ports.ts";
import { mailLink } from "./mail.tsx";
import { AskPage, DonePage, NoLink } from "./pages.tsx";

const formSchema = z.strictObject({
  notes: z.string().trim().max(10_000).default(""),
  action: z.string().max(5_000).default(""),
});

type Opened =
  | { kind: "ask"; e: Escalation; purpose: LinkPurpose; recipient: string; zone: string }
  | { kind: "late"; e: Escalation; why: string; zone: string }
  | { kind: "mail"; recipient: string; late: boolean }
  | { kind: "bad" };

/** Of whoever the link was sent to; one who gets no mail any more reads UTC. */
const zoneOf = ({ mail }: ApiContext, recipient: string): string =>
  mail.to.find(({ address }) => address.toLowerCase() === recipient.toLowerCase())?.zone ?? "UTC";

/** Signed links from mail: GET shows what will happen, POST does it. The token in the address is the permission. */
export function signedLinks(api: ApiContext) {
  const { core } = api;

  async function open(token: string): Promise<Opened> {
    const claims = api.links.read(token);
    if (!claims.ok && claims.why === "invalid") return { kind: "bad" };
    if (claims.purpose === "unsubscribe")
      return { kind: "mail", recipient: claims.recipient, late: !claims.ok };
    const e = await core.store.escalations.get(claims.escalation);
    if (!e || (claims.purpose !== "resolve" && e.kind !== "approval")) return { kind: "bad" };
    const zone = zoneOf(api, claims.recipient);
    if (e.status === "resolved") return { kind: "late", e, why: "It was answered already", zone };
    if (!claims.ok) return { kind: "late", e, why: "This link has expired", zone };
    return { kind: "ask", e, purpose: claims.purpose, recipient: claims.recipient, zone };
  }

  const answer = (c: HonoContext<AppEnv>, found: Exclude<Opened, { kind: "ask" | "mail" }>) =>
    found.kind === "bad"
      ? show(
          c,
          <NoLink>
            It was cut off or changed on its way, or is from another installation. Open the page instead.
          </NoLink>,
          404,
        )
      : show(c, <DonePage e={found.e} late={found.why} zone={found.zone} />, 410);

  return new Hono<AppEnv>()
    .get("/:token", async (c) => {
      const found = await open(c.req.param("token"));
      if (found.kind === "mail") return mailLink(api).ask(c, found);
      if (found.kind !== "ask") return answer(c, found);
      const { e, purpose, recipient, zone } = found;
      const card = core.hands.cards().find((one) => one.id === e.action?.runbook);
      const [task, choices] = await Promise.all([
        core.store.tasks.get(e.task),
        purpose === "resolve" ? choicesOf(core, e) : [],
      ]);
      return show(
        c,
        <AskPage
          e={e}
          task={task}
          purpose={purpose}
          recipient={recipient}
          zone={zone}
          card={card}
          choices={choices}
        />,
      );
    })
    .post("/:token", async (c) => {
      const found = await open(c.req.param("token"));
      const form: unknown = await c.req.parseBody();
      if (found.kind === "mail") return mailLink(api).act(c, found, form);
      if (found.kind !== "ask") return answer(c, found);
      const { first, escalation } = await act(found, parseInput(formSchema, form));
      const { zone } = found;
      return first
        ? show(c, <DonePage e={escalation} zone={zone} />)
        : show(c, <DonePage e={escalation} zone={zone} late="It was answered already" />, 410);
    });

  async function act(
    of: Extract<Opened, { kind: "ask" }>,
    form: z.output<typeof formSchema>,
  ): Promise<Answered> {
    const by = `human:${of.recipient}`;
    const input = { id: of.e.id, by, notes: form.notes };
    switch (of.purpose) {
      case "resolve": {
        const action = await chosen(core, of.e, form.action);
        const notes = form.notes === "" ? "Resolved by the link in mail." : form.notes;
        return resolveEscalation(core, { ...input, notes, ...(action ? { action } : {}) });
      }
      case "approve":
        return approve(core, input);
      case "reject":
        return reject(core, input);
      default:
        return of.purpose satisfies never;
    }
  }
}

import { createLinks } from "@gradus/api";
import { hasLeftMail } from "@gradus/core";
import { nodeCrypto } from "@gradus/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call, open, submit } from "./support/call.ts";
import { addEscalation } from "./support/cases.ts";
import { HOST, openWorld, type World } from "./support/world.ts";

const DAY = 24 * 3_600_000;
const ADA = "ada@example.org";

let world: World;
beforeEach(async () => {
  world = await openWorld({ access: { token: "a token of some length" } });
});
afterEach(() => world.close());

const linkOf = (recipient = ADA): string =>
  world.api.links.unsubscribe(recipient).replace(`http://${HOST}`, "");
const hasLeft = async (who = ADA): Promise<boolean> =>
  hasLeftMail(await world.core.store.settings.read(), who);
const audited = async () =>
  (await world.core.store.audit.read("system")).map(({ actor, type }) => `${actor} ${type}`);
/** As the mail program's server sends it: no cookie, no origin, nothing of a browser. */
const oneClick = (link: string, type = "application/x-www-form-urlencoded") =>
  call(world, "POST", link, "List-Unsubscribe=One-Click", { "content-type": type });

describe("the link that stops mail", () => {
  it("says what will stop and what will not when it is opened, and changes nothing", async () => {
    const page = await open(world, linkOf());
    expect(page.status).toBe(200);
    for (const words of ["Stop mail from Gradus?", ADA, "reminders", "one other person does"])
      expect(page.text).toContain(words);
    expect(await hasLeft()).toBe(false);
    expect(await audited()).toEqual([]);
  });

  it("stops it with one click of a mail program, which has neither cookie nor token", async () => {
    const done = await oneClick(linkOf());
    expect(done.status).toBe(200);
    expect(done.text).toContain("You get no more mail from Gradus");
    expect(await hasLeft()).toBe(true);
    expect(await hasLeft("bob@example.org")).toBe(false);
    expect(await audited()).toEqual([`human:${ADA} mail.left`]);
    expect(world.events).toMatchObject([{ type: "mail.left", actor: `human:${ADA}` }]);
  });

  it("stops it also where the one click comes as a multipart form", async () => {
    const body =
      '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n';
    const done = await call(world, "POST", linkOf(), body, {
      "content-type": "multipart/form-data; boundary=x",
    });
    expect(done.status).toBe(200);
    expect(await hasLeft()).toBe(true);
  });

  it("may be used as often as one likes, also several times at once, and counts once", async () => {
    const link = linkOf();
    await Promise.all([oneClick(link), oneClick(link), oneClick(linkOf())]);
    expect((await oneClick(link)).status).toBe(200);
    expect(await audited()).toEqual([`human:${ADA} mail.left`]);
  });

  it("lets mail come again, and stop again, for as long as it holds", async () => {
    const link = linkOf();
    await submit(world, link, { mail: "stop" });
    world.test.clock.advance(399 * DAY);
    const page = await open(world, link);
    expect(page.text).toContain("You get no mail from Gradus");
    expect(page.text).toContain("Send me mail again");
    expect((await submit(world, link, { mail: "again" })).text).toContain("You get mail from Gradus again");
    expect(await hasLeft()).toBe(false);
    await submit(world, link, { mail: "stop" });
    expect(await audited()).toEqual(
      ["mail.left", "mail.rejoined", "mail.left"].map((type) => `human:${ADA} ${type}`),
    );
  });

  it("can be taken back by an operator, once, who then stands in the audit", async () => {
    await oneClick(linkOf());
    const rejoin = () =>
      call(
        world,
        "POST",
        "/api/mail/rejoin",
        { recipient: ADA },
        { authorization: "Bearer a token of some length" },
      );
    const answers = [await rejoin(), await rejoin()];
    expect(answers.map(({ status, json }) => [status, json.mail.left])).toEqual([
      [200, {}],
      [200, {}],
    ]);
    expect(await hasLeft()).toBe(false);
    expect(await audited()).toEqual([`human:${ADA} mail.left`, "human:local mail.rejoined"]);
    const refused = await call(world, "POST", "/api/mail/rejoin", { recipient: ADA });
    expect(refused.status).toBe(401);
  });

  it("says that what nobody else would learn of still comes, when nobody else gets it", async () => {
    await oneClick(linkOf("bob@example.org"));
    expect((await open(world, linkOf())).text).toContain("nobody else gets them");
    const done = await oneClick(linkOf());
    expect(done.text).toContain("first messages about tasks that need somebody");
  });

  it("that has expired says so, and stops nothing", async () => {
    const link = linkOf();
    world.test.clock.advance(401 * DAY);
    for (const answer of [await open(world, link), await oneClick(link)]) {
      expect(answer.status).toBe(410);
      expect(answer.text).toContain("newer message");
    }
    expect(await hasLeft()).toBe(false);
  });

  it("of somebody else's making stops nothing, and one from another site's form is refused", async () => {
    const foreign = createLinks({
      crypto: nodeCrypto,
      key: "another",
      baseUrl: () => "",
      now: () => world.test.clock.now(),
    });
    expect((await oneClick(foreign.unsubscribe(ADA))).status).toBe(404);
    const sent = await submit(
      world,
      linkOf(),
      { mail: "stop" },
      { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    );
    expect(sent.status).toBe(403);
    expect(await hasLeft()).toBe(false);
  });

  it("answers nothing else, and a link that answers stops no mail", async () => {
    const e = await addEscalation(world, "approval");
    await submit(world, linkOf(), { mail: "stop", notes: "go" });
    expect((await world.core.store.escalations.get(e.id))?.status).toBe("open");
    const approve = world.api.links.sign("approve", { escalation: e.id, recipient: "bob@example.org" });
    await submit(world, approve.replace(`http://${HOST}`, ""), { notes: "go" });
    expect((await world.core.store.escalations.get(e.id))?.status).toBe("resolved");
    expect(await hasLeft("bob@example.org")).toBe(false);
  });

  it("with a wish that it does not know is refused", async () => {
    expect((await submit(world, linkOf(), { mail: "perhaps" })).status).toBe(400);
    expect(await hasLeft()).toBe(false);
  });
});

import { appendAudit } from "@gradus/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { call, csrfOf, open, submit } from "./support/call.ts";
import { addEscalation, addFixed, addTask, observation } from "./support/cases.ts";
import { openWorld, type World } from "./support/world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const h1 = (html: string): string => /<h1>(.*?)<\/h1>/s.exec(html)?.[1]?.replace(/<[^>]*>/g, "") ?? "";

describe("the overview", () => {
  it("says first that all is healthy, when it is", async () => {
    expect(h1((await open(world, "/")).text)).toContain("All healthy, last check 3 s ago");
  });

  it("says first what needs a person, then what is worked on", async () => {
    await addTask(world);
    expect(h1((await open(world, "/")).text)).toContain(
      "Gradus is working on 1 problem: chatbot is not running",
    );
    await addEscalation(world, "help");
    expect(h1((await open(world, "/")).text)).toContain("1 problem needs you: chatbot is not running");
    await call(world, "POST", "/api/pause", { reason: "a release" });
    expect(h1((await open(world, "/")).text)).toContain("Paused");
  });

  it("shows the last fixes with the phase that made them and the time they took", async () => {
    await addFixed(world);
    const { text } = await open(world, "/");
    expect(text).toContain("phase 1, quick fix");
    expect(text).toContain("24 s");
  });

  it("works without a script: everything on it is in the markup", async () => {
    const { text } = await open(world, "/");
    for (const id of ["chatbot", "database", "worker"]) expect(text).toContain(id);
    expect(text).toContain("Break something");
    expect(text).toContain("Pause all actions");
  });
});

describe("a task's page", () => {
  it("tells what was seen, what changed, what was done and how it was verified in the order of time", async () => {
    const drift = observation("d", {
      source: "diagnostic",
      text: "PORT changed",
      fact: { kind: "drift", aspect: "environment", key: "PORT", expected: "7101", actual: "7999" },
    });
    const task = await addFixed(world, { observations: [observation("o"), drift] });
    const { text } = await open(world, `/tasks/${task.id}`);
    const order = [
      "First seen by the service detector",
      "PORT: was 7101, is 7999",
      "restart-service()",
      "pid 4711",
      "Verified",
      "Closed 24 s after",
    ];
    const found = order.map((part) => text.indexOf(part));
    expect(found).not.toContain(-1);
    expect(text).toContain("1 event, intact");
    expect(text).toContain("the process is gone");
  });

  it("shows verdicts with their time from the audit chain", async () => {
    const task = await addTask(world);
    const audit = appendAudit(world.core.crypto, task.audit, task.id, [
      {
        at: task.openedAt,
        actor: "expert:sceptic",
        type: "verdict.given",
        data: { faultClass: "port_conflict", component: "intruder", action: null, confidence: 0.7 },
      },
      {
        at: task.openedAt,
        actor: "gradus",
        type: "consensus.reached",
        data: { summary: "2 of 3 voices want it" },
      },
    ]);
    await world.core.store.tasks.save({ ...task, audit });
    const { text } = await open(world, `/tasks/${task.id}`);
    expect(text).toContain("sceptic: port conflict in intruder (70 % sure)");
    expect(text).toContain("2 of 3 voices want it");
  });

  it("replays on request and shows both sides", async () => {
    const task = await addFixed(world);
    const { status, text } = await submit(world, `/tasks/${task.id}/replay`, { csrf: await csrfOf(world) });
    expect(status).toBe(200);
    expect(h1(text)).toContain("Today Gradus would do the same");
  });
});

describe("mail and audit", () => {
  const raw = [
    "From: gradus@x",
    "To: ada@example.org",
    "Subject: =?UTF-8?Q?[Gradus]_high:_caf=C3=A9_?= =?UTF-8?Q?is_down?=",
    "Date: Mon, 05 Jan 2026 09:00:00 +0000",
    'Content-Type: multipart/alternative; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: quoted-printable",
    "",
    "caf=C3=A9 is down <script>alert(1)</script>, see http://127.0.0.1:8888/tasks/1 or =",
    "http://evil.example/x",
    "--b",
    "Content-Type: text/html",
    "",
    "<p>html</p>",
    "--b--",
  ].join("\r\n");

  it("shows the text of a message, and links to addresses of our own only", async () => {
    const mail = { id: "m1", at: 0, to: "ada@example.org", subject: "[Gradus] high: café is down" };
    const w = await openWorld({
      outbox: {
        list: () => Promise.resolve([mail]),
        read: (id) => Promise.resolve(id === "m1" ? raw : undefined),
      },
    });
    expect((await open(w, "/mail")).text).toContain("café is down");
    const { text } = await open(w, "/mail/m1");
    expect(h1(text)).toBe("[Gradus] high: café is down");
    expect(text).toContain('<a href="http://127.0.0.1:8888/tasks/1">');
    expect(text).not.toContain('href="http://evil');
    expect(text).not.toContain("<script>alert");
    expect((await call(w, "GET", "/api/mail")).json.mail).toEqual([mail]);
    const source = await call(w, "GET", "/api/mail/m1");
    expect(source.headers.get("content-type")).toMatch(/^text\/plain/);
    expect(source.text).toBe(raw);
    for (const id of ["none", "..%2F..%2Fetc%2Fpasswd"])
      expect((await call(w, "GET", `/api/mail/${id}`)).status).toBe(404);
    await w.close();
  });

  it("shows the system's own chain", async () => {
    await call(world, "POST", "/api/pause", { reason: "a release" });
    const { text } = await open(world, "/audit");
    expect(text).toContain("gradus.paused");
    expect(h1(text)).toContain("1 event, intact");
  });
});

it("an error is a page for people and JSON for programs", async () => {
  expect(h1((await open(world, "/nowhere")).text)).toBe("There is nothing here");
  expect((await call(world, "GET", "/nowhere")).json.error.code).toBe("not_found");
  expect((await open(world, "/api/nowhere")).json.error.code).toBe("not_found");
});

it("events reach a listener as they happen, and it is let go when it leaves", async () => {
  const response = await world.app.request("http://127.0.0.1:8888/api/events", {
    headers: { host: "127.0.0.1:8888" },
  });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const reader = response.body!.getReader();
  const read = async (): Promise<string> => new TextDecoder().decode((await reader.read()).value);
  expect(await read()).toContain("retry:");
  await world.core.events.publish({
    type: "task.opened",
    at: 1,
    actor: "gradus",
    data: { title: "line\nbreak" },
  });
  const message = await read();
  expect(JSON.parse(message.replace(/^data: /, ""))).toMatchObject({
    type: "task.opened",
    data: { title: "line\nbreak" },
  });
  await reader.cancel();
});

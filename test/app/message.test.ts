import { expect, it } from "vitest";
import { call } from "./support/call.ts";
import { HOST, openWorld } from "./support/world.ts";

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
  "caf=C3=A9 is down, password=3Dhunter2, see",
  `http://${HOST}/l/sk-0123456789abcdef.sig or =`,
  "http://evil.example/x",
  "--b",
  "Content-Type: text/html",
  "",
  "<p>html</p>",
  "--b--",
].join("\r\n");

const openOutbox = () =>
  openWorld({
    outbox: {
      list: () => Promise.resolve([{ id: "m1", at: 0, to: "ada@example.org", subject: "café is down" }]),
      read: (id) => Promise.resolve(id === "m1" ? raw : undefined),
    },
  });

it("a message is read as its text, without secrets, with links to addresses of our own only", async () => {
  const world = await openOutbox();
  const { json } = await call(world, "GET", "/api/mail/m1/parts");
  expect(json).toEqual({
    id: "m1",
    at: Date.UTC(2026, 0, 5, 9),
    to: "ada@example.org",
    subject: "[Gradus] high: café is down",
    text: [
      "café is down, password=[redacted], see",
      `http://${HOST}/l/sk-0123456789abcdef.sig or http://evil.example/x`,
      "",
    ].join("\n"),
    links: [`http://${HOST}/l/sk-0123456789abcdef.sig`],
  });
  await world.close();
});

it("a message is given as it was written too, and nothing else of the folder it lies in", async () => {
  const world = await openOutbox();
  const source = await call(world, "GET", "/api/mail/m1");
  expect(source.headers.get("content-type")).toMatch(/^text\/plain/);
  expect(source.text).toBe(raw);
  for (const id of ["none", "..%2F..%2Fetc%2Fpasswd"])
    for (const what of ["", "/parts"])
      expect((await call(world, "GET", `/api/mail/${id}${what}`)).status).toBe(404);
  await world.close();
});

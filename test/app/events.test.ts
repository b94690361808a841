import { afterEach, beforeEach, expect, it } from "vitest";
import { HOST, openWorld, type World } from "./support/world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

it("events reach a listener as they happen, and it is let go when it leaves", async () => {
  const response = await world.app.request(`http://${HOST}/api/events`, { headers: { host: HOST } });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  expect(response.headers.get("cache-control")).toBe("no-store");
  const reader = response.body?.getReader();
  const read = async (): Promise<string> => new TextDecoder().decode((await reader?.read())?.value);
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
  await reader?.cancel();
});

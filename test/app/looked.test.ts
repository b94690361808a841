import type { Look } from "@gradus/core";
import { createBoard } from "@gradus/detectors";
import { expect, it } from "vitest";
import { createPasses } from "../../packages/local/src/runtime/passes.ts";
import { openWorld } from "./support/world.ts";

it("a look says whether it found anything that the one before it had not found: who follows need not read again", async () => {
  const looks: Array<Partial<Look>> = [
    {},
    {},
    {
      healthy: false,
      observations: [{ id: "o", target: "chatbot", at: 0, source: "log", text: "", fact: note }],
    },
  ];
  const world = await openWorld({
    core: {
      watcher: {
        look: () =>
          Promise.resolve({
            at: world.test.clock.now(),
            healthy: true,
            observations: [],
            signals: [],
            ...looks.shift(),
          }),
      },
    },
  });
  const passes = createPasses({
    context: () => world.core,
    board: createBoard(),
    identity: { claim: () => undefined } as never,
  });
  const target = world.core.targets.all()[0];
  if (!target) throw new Error("nothing is watched");
  for (let look = 0; look < 3; look++) {
    world.test.clock.advance(1_000);
    await passes.pass(target);
  }
  const looked = world.events.filter(({ type }) => type === "target.looked");
  expect(looked.map(({ data }) => data["changed"])).toEqual([true, false, true]);
  await world.close();
});

const note = { kind: "note", topic: "log_failed", text: "" } as never;

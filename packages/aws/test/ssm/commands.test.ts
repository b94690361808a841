import { type Target, targetSchema } from "@gradus/core";
import { expect, test } from "vitest";
import { commandsOf, isKnown } from "../../src/ssm/commands.ts";

const shop: Target = targetSchema.parse({
  id: "shop",
  host: "ssm:i-0123456789abcdef0",
  manager: {
    kind: "script",
    status: ["./status"],
    start: ["./start"],
    stop: ["./stop"],
    cwd: "/srv/shop",
  },
  health: [{ kind: "command", command: ["/usr/bin/check"] }],
  release: { kind: "command", current: ["now"], list: ["all"], rollBack: ["back"] },
});

test("what looks and what acts are told apart, with the folder that belongs to them", () => {
  const { observe, act } = commandsOf([shop, shop]);
  expect(observe).toHaveLength(4);
  expect(observe).toContainEqual({ argv: ["./status"], cwd: "/srv/shop" });
  expect(observe).toContainEqual({ argv: ["/usr/bin/check"] });
  expect(observe).toContainEqual({ argv: ["all"] });
  expect(act).toHaveLength(3);
  expect(act).toContainEqual({ argv: ["./start"], cwd: "/srv/shop" });
  expect(act).toContainEqual({ argv: ["back", "<version>"] });
});

test("the order of the targets does not matter, so that an unchanged table is not deployed again", () => {
  const other = { ...shop, id: "other", health: [{ ...shop.health[0]!, command: ["/bin/other"] }] } as Target;
  expect(commandsOf([shop, other])).toEqual(commandsOf([other, shop]));
});

test("a command is known with its own folder only, and with versions that are versions", () => {
  const { observe, act } = commandsOf([shop]);
  expect(isKnown(observe, { argv: ["./status"], cwd: "/srv/shop" })).toBe(true);
  expect(isKnown(observe, { argv: ["./status"] })).toBe(false);
  expect(isKnown(observe, { argv: ["./status"], cwd: "/tmp" })).toBe(false);
  expect(isKnown(observe, { argv: ["./start"], cwd: "/srv/shop" })).toBe(false);
  expect(isKnown(act, { argv: ["back", "v41"] })).toBe(true);
  expect(isKnown(act, { argv: ["back", "--force"] })).toBe(false);
  expect(isKnown(act, { argv: ["back"] })).toBe(false);
});

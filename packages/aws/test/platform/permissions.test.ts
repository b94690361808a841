import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { actActions, observeActions, type Permission } from "../../src/platform/permissions.ts";

const src = join(dirname(fileURLToPath(import.meta.url)), "../../src");
const read = Object.values(observeActions).flat();
const act = Object.values(actActions).flat();
const actionsOf = (all: readonly Permission[]) => new Set(all.flatMap(({ actions }) => actions));
const place = { partition: "aws", region: "eu-central-1", account: "111122223333" };

/** The actions that the adapters say they use, by which errors are told too. */
function used(): Set<string> {
  const folders = ["ecs", "lambda", "rds", "cloudwatch", "logs", "discovery"];
  const files = folders.flatMap((folder) =>
    readdirSync(join(src, folder)).map((name) => readFileSync(join(src, folder, name), "utf8")),
  );
  const call = /\b(?:ask|find)\(\s*"([a-z]+:[A-Za-z]+)"/g;
  return new Set(files.flatMap((text) => [...text.matchAll(call)].map(([, action = ""]) => action)));
}

test("the adapters use what the table lists, and the table lists nothing else", () => {
  const listed = new Set([...actionsOf(read), ...actionsOf(act)]);
  // Nobody calls it: ecs:UpdateService asks for it.
  listed.delete("iam:PassRole");
  expect([...listed].sort()).toEqual([...used()].sort());
  expect(listed.size).toBeGreaterThan(15);
});

test("looking changes nothing, and whatever changes something is bound to the tag", () => {
  for (const action of actionsOf(read)) expect(action).toMatch(/:(Get|List|Describe|Filter)/);
  for (const { actions, tagged } of act) {
    if (!actions.includes("iam:PassRole")) expect(tagged, actions.join()).toBe(true);
  }
});

test("all resources are named only with a reason, and no action has a wildcard", () => {
  for (const { actions, resources, why } of [...read, ...act]) {
    expect(actions.join()).not.toContain("*");
    if (resources === "*") expect(why, actions.join()).toBeTruthy();
    else for (const arn of resources(place, {})) expect(arn).toMatch(/^arn:aws:(ecs|lambda|rds|logs|iam):/);
  }
});

test("names narrow what a role may use", () => {
  const update = actActions.ecs[0];
  if (typeof update?.resources !== "function") throw new Error("no resources");
  expect(update.resources(place, { clusters: ["prod"] })).toEqual([
    "arn:aws:ecs:eu-central-1:111122223333:service/prod/*",
  ]);
});

import { type Autonomy, autonomyLevelSchema, checkSchema, type Check, targetIdSchema } from "@gradus/core";
import { MANAGED } from "../names.ts";

/** What a resource's tags say of how it is to be watched, and what of it could not be understood. */
export interface Wishes {
  autonomy: Autonomy;
  alias: string;
  dependsOn: string[];
  owner: string | undefined;
  health: Check[];
  problems: string[];
}

/** Tags are written by many hands: a wrong one is told, and the resource is watched without it. */
export function readTags(tags: ReadonlyMap<string, string>, usual: Autonomy): Wishes {
  const problems: string[] = [];
  const level = readLevel(tags.get(MANAGED) ?? "", problems);
  const alias = tags.get("gradus:alias")?.trim() ?? "";
  const owner = tags.get("gradus:owner")?.trim() ?? "";
  return {
    autonomy: level ?? usual,
    alias: alias === "" ? "live" : alias,
    dependsOn: readIds(tags.get("gradus:depends-on") ?? "", problems),
    owner: owner === "" ? undefined : owner,
    health: readHealth(tags.get("gradus:health")?.trim() ?? "", problems),
    problems,
  };
}

/** One level for all; what can lose data is never done without being asked. */
function readLevel(value: string, problems: string[]): Autonomy | undefined {
  const level = autonomyLevelSchema.safeParse(value.trim());
  if (!level.success) {
    const known = autonomyLevelSchema.options.join(", ");
    problems.push(`tag ${MANAGED} is "${value}", which is none of ${known}: the default is used`);
    return undefined;
  }
  const { data } = level;
  return { reversible: data, disruptive: data, destructive: data === "auto" ? "approve" : data };
}

function readIds(value: string, problems: string[]): string[] {
  const ids = value.split(/\s+/).filter((id) => id !== "");
  const wrong = ids.filter((id) => !targetIdSchema.safeParse(id).success);
  if (wrong.length > 0)
    problems.push(`tag gradus:depends-on names "${wrong.join(" ")}", which is no target's id`);
  return [...new Set(ids.filter((id) => !wrong.includes(id)))];
}

function readHealth(value: string, problems: string[]): Check[] {
  if (value === "") return [];
  const check = checkSchema.safeParse({ kind: "http", url: value });
  if (check.success) return [check.data];
  problems.push(`tag gradus:health is "${value}", which is no http:// or https:// address`);
  return [];
}

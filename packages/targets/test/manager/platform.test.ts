import { join } from "node:path";
import { parseTarget } from "@gradus/core";
import { describe, expect, test } from "vitest";
import { createNoHost } from "../../src/host/index.ts";
import { createManagers, isOnPlatform } from "../../src/manager/index.ts";
import { createPaperPlatform } from "../support/platform.ts";
import { systemClock, tempDir } from "../support/temp.ts";

const host = createNoHost();
const common = { host: () => host, runDir: join(tempDir("platform"), "run"), clock: systemClock };
const kinds = [
  { kind: "ecs" as const, cluster: "c", service: "s" },
  { kind: "lambda" as const, function: "f", alias: "live" },
  { kind: "rds" as const, instance: "i" },
];

describe("targets on AWS", () => {
  test.each(kinds)("$kind: the platform starts and stops it where there is one", async (manager) => {
    const platform = createPaperPlatform();
    const managers = createManagers({ ...common, platform: platform.manager });
    const target = parseTarget({ id: "a", host: "none", manager });
    expect(isOnPlatform(target)).toBe(true);
    expect(await managers.for(target).status(target)).toMatchObject({ running: true, startedAt: 500 });
    await managers.for(target).restart(target);
    expect(platform.orders).toEqual(["restart"]);
  });

  test.each(kinds)("$kind: without a platform nothing is known, and nothing is done", async (manager) => {
    const managers = createManagers(common);
    const target = parseTarget({ id: "a", host: "none", manager });
    const unknown = "this target lives on AWS, and this Gradus does not run there";
    expect(await managers.for(target).status(target)).toEqual({ running: false, recentStarts: 0, unknown });
    for (const verb of ["start", "stop", "restart"] as const) {
      await expect(managers.for(target)[verb](target)).rejects.toMatchObject({
        code: "unavailable",
        message: unknown,
      });
    }
  });
});

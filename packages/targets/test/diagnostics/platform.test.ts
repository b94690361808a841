import { diagnosticIds, parseTarget, type Baseline, type Host, type Target } from "@gradus/core";
import { describe, expect, test } from "vitest";
import { createBaseliner } from "../../src/baseline/index.ts";
import { createDiagnostics } from "../../src/diagnostics/index.ts";
import { createUnreachableHost } from "../../src/host/index.ts";
import { createManagers } from "../../src/manager/index.ts";
import { counter, memoryBaselines } from "../support/baselines.ts";
import { createPaperPlatform, type PaperPlatform } from "../support/platform.ts";

/** Any look at a machine would show as a failure. */
const trap: Host = createUnreachableHost("none", "nobody should have looked");

function world(platform?: PaperPlatform) {
  const managers = createManagers({
    host: () => trap,
    runDir: "/nonexistent",
    clock: { now: () => 1 },
    ...(platform ? { platform: platform.manager } : {}),
  });
  const common = {
    host: () => trap,
    manager: (t: Target) => managers.for(t),
    clock: { now: () => 1 },
    ids: counter(),
    ...(platform ? { releases: platform.releases } : {}),
  };
  const baseliner = createBaseliner(common);
  const baselines = memoryBaselines();
  const diagnostics = createDiagnostics({
    ...common,
    baseliner,
    baselines,
    targets: () => [],
    identify: () => ({}),
  });
  return { baseliner, baselines, diagnostics };
}

const service = parseTarget({
  id: "orders",
  host: "none",
  manager: { kind: "ecs", cluster: "c", service: "s" },
  release: { kind: "platform" },
});
const website = parseTarget({
  id: "site",
  host: "none",
  health: [{ kind: "tcp", host: "127.0.0.1", port: 1 }],
});
/** Taken when the target still had a machine. */
const machine: Pick<Baseline, "files" | "environment" | "ports"> = {
  files: [{ path: "/etc/a", sha256: "x", mode: 0o644, uid: 0, gid: 0 }],
  environment: [{ name: "A", value: "1", sha256: "x" }],
  ports: [80],
};

describe("a target without a machine", () => {
  test("has no finding and no failure of process, ports, host or logs", async () => {
    const { diagnostics } = world();
    const found = await diagnostics.run(website, ["process", "ports", "host", "logs", "release"]);
    expect(found).toEqual([]);
  });

  test("is compared by what its platform says of it, and by nothing of a machine it had before", async () => {
    const platform = createPaperPlatform();
    const { baseliner } = world(platform);
    const taken = await baseliner.capture(service, 1);
    expect(taken).toMatchObject({ version: "2", files: [], environment: [], ports: [], parameters: {} });
    if (!taken) return;
    expect(await baseliner.drift(service, { ...taken, ...machine })).toEqual([]);
    platform.state.version = "3";
    const drift = await baseliner.drift(service, { ...taken, ...machine });
    expect(drift.map((o) => o.fact)).toEqual([
      { kind: "drift", aspect: "version", key: "version", expected: "2", actual: "3", changedAt: 400 },
    ]);
  });

  test("with nothing to keep has no baseline", async () => {
    expect(await world().baseliner.capture(website, 1)).toBeUndefined();
  });
});

describe("versions that a platform keeps", () => {
  test("are told with the one before and the last good one", async () => {
    const platform = createPaperPlatform();
    const { diagnostics, baselines, baseliner } = world(platform);
    platform.state.version = "1";
    const good = await baseliner.capture(service, 1);
    if (good) await baselines.save(good);
    platform.state.version = "2";
    const found = await diagnostics.run(service, ["release"]);
    expect(found.map((o) => o.fact)).toEqual([
      { kind: "release", version: "2", previous: "1", changedAt: 400, baselineVersion: "1" },
    ]);
  });

  test("are not known where nobody can ask the platform: no drift, no baseline, no failure", async () => {
    const { diagnostics, baseliner } = world();
    const kept: Baseline = {
      target: "orders",
      generation: 1,
      takenAt: 1,
      version: "2",
      parameters: {},
      ...machine,
    };
    expect(await baseliner.drift(service, kept)).toEqual([]);
    expect(await baseliner.capture(service, 1)).toBeUndefined();
    const found = await diagnostics.run(service, diagnosticIds);
    expect(found.map((o) => o.text)).toEqual([
      "there is no baseline to compare with yet",
      expect.stringContaining("it is not known whether it runs: this target lives on AWS"),
    ]);
  });

  test("that cannot be read at the moment are said to be unread, and never taken for a change", async () => {
    const platform = createPaperPlatform();
    platform.state.fails = "throttled";
    const { diagnostics, baseliner } = world(platform);
    const found = await diagnostics.run(service, ["release", "process"]);
    expect(found.map((o) => o.text)).toEqual([
      'the diagnostic "release" failed: throttled',
      'the diagnostic "process" failed: throttled',
    ]);
    await expect(baseliner.capture(service, 1)).rejects.toThrow("throttled");
  });
});

import { chmodSync, mkdirSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { factsOf, parseTarget, type FactOf, type Target } from "@gradus/core";
import { beforeEach, describe, expect, test } from "vitest";
import { createBaseliner } from "../../src/baseline/index.ts";
import { createLocalHost } from "../../src/host/index.ts";
import { createManagers } from "../../src/manager/index.ts";
import { counter } from "../support/baselines.ts";
import { startNode } from "../support/processes.ts";
import { systemClock, tempDir } from "../support/temp.ts";

const root = tempDir("baseline");
const host = createLocalHost();
const managers = createManagers({ host: () => host, runDir: join(root, "run"), clock: systemClock });
const parameters = new Map<string, string>();
const baseliner = createBaseliner({
  host: () => host,
  manager: (target) => managers.for(target),
  clock: systemClock,
  ids: counter(),
  parameters: async () => Object.fromEntries(parameters),
});

let dir = root;
let count = 0;
beforeEach(() => {
  count += 1;
  dir = join(root, String(count));
  mkdirSync(join(dir, "releases/1.0.0"), { recursive: true });
  mkdirSync(join(dir, "releases/1.1.0"));
  symlinkSync("releases/1.0.0", join(dir, "current"));
  writeFileSync(join(dir, "app.conf"), "port=80\nname=shop\nlevel=info\n", { mode: 0o644 });
  chmodSync(join(dir, "app.conf"), 0o644);
  writeFileSync(join(dir, "tls.key"), "very private\n");
  writeFileSync(
    join(dir, "service.env"),
    "BASE=http://127.0.0.1\nDB_PASSWORD=hunter2\nDSN=pg://me:hunter2@db/x\n",
  );
  parameters.clear();
});

const target = (more: Record<string, unknown> = {}): Target =>
  parseTarget({
    id: "shop",
    manager: {
      kind: "process",
      command: ["true"],
      cwd: dir,
      output: join(dir, "out.log"),
      environmentFile: join(dir, "service.env"),
    },
    files: [{ path: join(dir, "app.conf") }, { path: join(dir, "tls.key"), secret: true }],
    release: { kind: "symlink", link: join(dir, "current"), releases: join(dir, "releases") },
    ...more,
  });

async function driftAfter(change: () => void, of = target()): Promise<Array<FactOf<"drift">>> {
  const baseline = await baseliner.capture(of, 1);
  if (!baseline) throw new Error("no baseline");
  expect(await baseliner.drift(of, baseline)).toEqual([]);
  change();
  return factsOf(await baseliner.drift(of, baseline), "drift").map((o) => o.fact);
}

describe("a baseline", () => {
  test("holds files, environment and version, and secrets only as hashes", async () => {
    const baseline = await baseliner.capture(target(), 3);
    expect(baseline).toMatchObject({
      target: "shop",
      generation: 3,
      version: "1.0.0",
      ports: [],
      parameters: {},
    });
    expect(baseline?.files[0]).toMatchObject({ content: "port=80\nname=shop\nlevel=info\n", mode: 0o644 });
    expect(baseline?.files[1]).not.toHaveProperty("content");
    expect(baseline?.environment.map((v) => [v.name, v.value])).toEqual([
      ["BASE", "http://127.0.0.1"],
      ["DB_PASSWORD", undefined],
      ["DSN", undefined],
    ]);
    expect(JSON.stringify(baseline)).not.toMatch(/hunter2|very private/);
  });

  test("is undefined where there is nothing to compare", async () => {
    expect(await baseliner.capture(parseTarget({ id: "bare" }), 1)).toBeUndefined();
  });

  test("keeps what is large or no text as a hash, and still notices a change", async () => {
    const [large, binary] = [join(dir, "large"), join(dir, "binary")];
    writeFileSync(large, "x".repeat(300_000));
    writeFileSync(binary, Buffer.from([0xff, 0xfe, 0x00, 0x80]));
    const t = target({ files: [{ path: large }, { path: binary }] });
    expect((await baseliner.capture(t, 1))?.files.filter((f) => "content" in f)).toEqual([]);
    const drifts = await driftAfter(() => writeFileSync(large, `${"x".repeat(299_999)}y`), t);
    expect(drifts).toMatchObject([{ aspect: "file", key: large, actual: expect.stringMatching(/^sha256:/) }]);
  });
});

describe("drift", () => {
  test("of content names the lines that differ, and since when", async () => {
    const path = join(dir, "app.conf");
    const drifts = await driftAfter(() => {
      writeFileSync(path, "port=81\npassword=hunter2\nlevel=info\n");
      utimesSync(path, 1_000, 1_000);
    });
    expect(drifts).toEqual([
      {
        kind: "drift",
        aspect: "file",
        key: path,
        expected: "port=80\nname=shop",
        actual: "port=81\npassword=[redacted]",
        changedAt: 1_000_000,
      },
    ]);
  });

  test("of a mode, of a secret file and of a file that is gone", async () => {
    const before = Date.now() - 1_000;
    const mode = await driftAfter(() => chmodSync(join(dir, "app.conf"), 0o000));
    expect(mode).toMatchObject([{ aspect: "mode", expected: "0644", actual: "0000" }]);
    expect(mode[0]?.changedAt).toBeGreaterThan(before);
    chmodSync(join(dir, "app.conf"), 0o644);
    const secret = await driftAfter(() => writeFileSync(join(dir, "tls.key"), "another\n"));
    expect(secret).toMatchObject([
      { aspect: "file", expected: expect.stringMatching(/^sha256:[0-9a-f]{12}$/) },
    ]);
    const gone = await driftAfter(() => unlinkSync(join(dir, "app.conf")));
    expect(gone).toMatchObject([{ aspect: "missing", actual: null, changedAt: expect.any(Number) }]);
  });

  test("of the environment: changed, missing, new and broken, without the secrets", async () => {
    const drifts = await driftAfter(() =>
      writeFileSync(
        join(dir, "service.env"),
        "DB_PASSWORD=letmein\nDSN=pg://me:hunter2@db/x\nEXTRA=1\nletmein\n",
      ),
    );
    expect(drifts.map((d) => [d.aspect, d.key, d.expected, d.actual])).toEqual([
      ["environment", "BASE", "http://127.0.0.1", null],
      ["environment", "DB_PASSWORD", expect.stringMatching(/^sha256:/), expect.stringMatching(/^sha256:/)],
      ["environment", "EXTRA", null, "1"],
      ["environment", "line 4", null, "a line that is no KEY=VALUE line"],
    ]);
    expect(JSON.stringify(drifts)).not.toMatch(/letmein|hunter2/);
    writeFileSync(join(dir, "service.env"), "A=1\n");
    const gone = await driftAfter(() => rmSync(join(dir, "service.env")));
    expect(gone).toMatchObject([{ aspect: "missing", key: join(dir, "service.env") }]);
  });

  test("of the release, since the link was changed", async () => {
    const before = Date.now() - 1_000;
    const drifts = await driftAfter(() => {
      unlinkSync(join(dir, "current"));
      symlinkSync("releases/1.1.0", join(dir, "current"));
    });
    expect(drifts).toMatchObject([{ aspect: "version", expected: "1.0.0", actual: "1.1.0" }]);
    expect(drifts[0]?.changedAt).toBeGreaterThan(before);
    const command = {
      kind: "command",
      current: ["cat", join(dir, "version")],
      list: ["true"],
      rollBack: ["true"],
    };
    writeFileSync(join(dir, "version"), "v7\n");
    expect(
      await driftAfter(() => writeFileSync(join(dir, "version"), "v8\n"), target({ release: command })),
    ).toMatchObject([{ aspect: "version", expected: "v7", actual: "v8" }]);
  });

  test("of ports and of live parameters", async () => {
    const server = await startNode(
      "const s = require('net').createServer().listen(0, '127.0.0.1', () => console.log(s.address().port)); process.on('SIGUSR2', () => {})",
    );
    const port = (await host.listeners()).find((l) => l.pid === server.pid)?.port ?? 0;
    parameters.set("maxmemory", "100mb");
    const drifts = await driftAfter(() => parameters.set("maxmemory", "1mb"), target({ ports: [port] }));
    expect(drifts).toMatchObject([
      { aspect: "parameter", key: "maxmemory", expected: "100mb", actual: "1mb" },
    ]);
    parameters.clear();
    const baseline = await baseliner.capture(target({ ports: [port] }), 1);
    expect(baseline?.ports).toEqual([port]);
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGKILL");
    await ended;
    if (!baseline) throw new Error("no baseline");
    const now = await baseliner.drift(target({ ports: [port] }), baseline);
    expect(now.map((o) => o.fact)).toMatchObject([{ aspect: "port", key: String(port), actual: false }]);
  });

  test("without an environment file it is the process's own environment that counts", async () => {
    const manager = {
      kind: "process",
      command: [process.execPath, "-e", "setInterval(()=>{},1000)"],
      cwd: dir,
      output: join(dir, "o"),
    };
    const one = target({ manager: { ...manager, environment: { LEVEL: "info" } } });
    const other = target({ manager: { ...manager, environment: { LEVEL: "debug" } } });
    await managers.for(one).start(one);
    const baseline = await baseliner.capture(one, 1);
    await managers.for(one).restart(one);
    if (!baseline) throw new Error("no baseline");
    expect(await baseliner.drift(one, baseline)).toEqual([]);
    await managers.for(other).restart(other);
    const drifts = factsOf(await baseliner.drift(other, baseline), "drift").map((o) => o.fact);
    await managers.stopAll();
    expect(drifts).toMatchObject([
      { aspect: "environment", key: "LEVEL", expected: "info", actual: "debug" },
    ]);
  });
});

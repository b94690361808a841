import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import type { HealthReport, TargetView } from "@gradus/api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  eventually,
  freePorts,
  isFinished,
  isRunning,
  openWorkplace,
  type Workplace,
} from "../support/cli.ts";
import { isAlive } from "../support/processes.ts";

let place: Workplace;
let n = 0;

beforeAll(async () => {
  place = await openWorkplace();
}, 60_000);
afterAll(() => place?.close(), 30_000);

/** A service that Gradus supervises, and one that it only looks at. */
function configure(text?: string): string[] {
  n += 1;
  mkdirSync(place.path(`c${n}`));
  const file = place.path(`c${n}`, "targets.yaml");
  writeFileSync(place.path(`c${n}`, "service.mjs"), "setInterval(() => undefined, 1000);\n");
  writeFileSync(
    file,
    text ??
      `version: 1
targets:
  - id: worker
    manager: { kind: process, command: ["\${node}", "\${here}/service.mjs"] }
`,
  );
  return ["--targets", file, "--data", place.path(`c${n}`, "data"), "--port", "0"];
}

const dataOf = (args: string[]): string => args[3] ?? "";

describe("gradus start", () => {
  it("says as the first line of --json where it is, and answers there with little memory", async () => {
    const gradus = await place.start(configure());
    isRunning(gradus);
    expect(gradus.events[0]).toMatchObject({ type: "gradus.started", data: { targets: ["worker"] } });
    expect(gradus.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const health = await gradus.get<HealthReport>("/health");
    expect(health).toMatchObject({ status: "ok", targets: 1, problems: [] });
    const rss = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${gradus.pid}/status`, "utf8"))?.[1]);
    expect(rss, "kB").toBeLessThan(200_000);
    expect(await gradus.stop("SIGTERM")).toBe(0);
    expect(gradus.events.at(-1)).toMatchObject({ type: "gradus.stopped" });
    expect(gradus.stderr()).toBe("");
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "stops what it started, and nothing else, at %s",
    async (signal) => {
      const args = configure();
      const foreign = spawn(process.execPath, [place.path(`c${n}`, "service.mjs")], { stdio: "ignore" });
      const gradus = await place.start(args);
      isRunning(gradus);
      const pid = await eventually("the worker runs", async () => {
        const { targets } = await gradus.get<{ targets: TargetView[] }>("/api/targets");
        return targets[0]?.pid;
      });
      expect(isAlive(pid)).toBe(true);
      expect(await gradus.stop(signal)).toBe(0);
      expect(isAlive(pid)).toBe(false);
      expect(isAlive(foreign.pid ?? 0)).toBe(true);
      foreign.kill("SIGKILL");
      expect(readdirSync(dataOf(args)).filter((f) => f.includes("lock"))).toEqual([]);
    },
  );

  it("does not wait for a service that will not end when it is asked twice", async () => {
    const args = configure();
    writeFileSync(
      place.path(`c${n}`, "service.mjs"),
      'process.on("SIGTERM", () => undefined); setInterval(() => undefined, 1000);\n',
    );
    const gradus = await place.start(args);
    isRunning(gradus);
    const pid = await eventually("the worker runs", async () => {
      const { targets } = await gradus.get<{ targets: TargetView[] }>("/api/targets");
      return targets[0]?.pid;
    });
    gradus.child.kill("SIGINT");
    await eventually("it stops", () => (gradus.stdout().includes("gradus.stopping") ? true : undefined));
    await new Promise((done) => setTimeout(done, 400));
    expect(await gradus.stop("SIGINT")).toBe(130);
    await eventually("the worker is gone", () => (isAlive(pid) ? undefined : true));
  });

  it("takes a data directory over from a Gradus that was killed, with the process that still runs", async () => {
    const args = configure();
    const first = await place.start(args);
    isRunning(first);
    const pidOf = async (gradus: typeof first): Promise<number | undefined> =>
      (await gradus.get<{ targets: TargetView[] }>("/api/targets")).targets[0]?.pid;
    const pid = await eventually("the worker runs", () => pidOf(first));
    await first.stop("SIGKILL");
    const second = await place.start(args);
    isRunning(second);
    expect(await eventually("the worker is seen", () => pidOf(second))).toBe(pid);
    await second.stop();
    expect(isAlive(pid)).toBe(false);
  });
});

describe("a start that cannot be", () => {
  it("is refused on a data directory that is in use, and leaves the other one alone", async () => {
    const args = configure();
    const first = await place.start(args);
    isRunning(first);
    const second = await place.start(args);
    isFinished(second);
    expect(second).toMatchObject({ code: 1, stdout: "" });
    expect(second.stderr).toContain(`${dataOf(args)} is in use by process ${first.pid}`);
    expect(await first.get<HealthReport>("/health")).toMatchObject({ status: "ok" });
    await first.stop();
  });

  it("says that the port is taken, and leaves nothing running", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((done) => server.once("listening", done));
    const { port } = server.address() as AddressInfo;
    const args = [...configure().slice(0, 4), "--port", `${port}`];
    const gradus = await place.start(args);
    server.close();
    isFinished(gradus);
    expect(gradus.code).toBe(1);
    expect(gradus.stderr).toContain(`Port ${port} on 127.0.0.1 is taken`);
    expect(gradus.stderr).toContain("--port");
    expect(existsSync(`${dataOf(args)}/run/worker.json`)).toBe(false);
  });

  it.concurrent.each([
    [["--host", "0.0.0.0"], {}, "Listening on 0.0.0.0 needs a token: set GRADUS_TOKEN"],
    [["--host", "0.0.0.0"], { GRADUS_TOKEN: "short" }, "GRADUS_TOKEN: at least 16 characters"],
    [[], { GRADUS_SMTP_URL: "mail.example.org" }, "GRADUS_SMTP_URL"],
    [["--port", "70000"], {}, "--port <n>"],
    [["--port", "http"], {}, "--port <n>"],
    [["--workers", "0"], {}, "--workers <n>"],
    [["--interval", "10ms"], {}, "--interval <duration>"],
    [["--interval", "soon"], {}, "--interval <duration>"],
    [["--nonsense"], {}, "--nonsense"],
  ])("refuses %j with %j by name", async (flags, env, message) => {
    const args = configure();
    const { code, stdout, stderr } = await place.run(["start", ...args, ...flags], { env });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("short\n");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(existsSync(dataOf(args))).toBe(false);
  });

  it("names every mistake of targets.yaml with its place, and starts nothing", async () => {
    const args = configure(`version: 1
targets:
  - id: Shop
    helth: []
  - id: db
    health: [{ tcp: "nowhere" }]
    dependsOn: [dbb]
`);
    const { code, stderr } = await place.run(["start", ...args]);
    expect(code).toBe(2);
    for (const place of [
      "targets.yaml:3:9: targets[0].id",
      "targets.yaml:4:5",
      "targets.yaml:6:21",
      "targets.yaml:7:17",
    ])
      expect(stderr).toContain(place);
    expect(stderr).toMatch(/found "Shop", expected lower-case/);
    expect(existsSync(dataOf(args))).toBe(false);
  });

  it("says which file is missing", async () => {
    const { code, stderr } = await place.run([
      "start",
      "--targets",
      place.path("nowhere.yaml"),
      "--data",
      place.path("x"),
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain("nowhere.yaml");
  });

  it("names a data directory that is damaged, says to move it away, and deletes nothing", async () => {
    const args = configure();
    const first = await place.start(args);
    isRunning(first);
    await first.stop();
    const store = `${dataOf(args)}/store`;
    for (const name of readdirSync(store).filter((f) => f.startsWith("MANIFEST")))
      writeFileSync(`${store}/${name}`, "this is no manifest");
    const before = readdirSync(store);
    const { code, stderr } = await place.run(["start", ...args]);
    expect(code).toBe(1);
    expect(stderr).toContain(store);
    expect(stderr).toContain("Move it away (nothing was deleted)");
    expect(readdirSync(store)).toEqual(
      expect.arrayContaining(before.filter((f) => f.startsWith("MANIFEST"))),
    );
    expect(readdirSync(dataOf(args)).filter((f) => f.includes("lock"))).toEqual([]);
  });

  it("says that the data directory is a file", async () => {
    const args = configure();
    writeFileSync(dataOf(args), "");
    const { code, stderr } = await place.run(["start", ...args]);
    expect(code).toBe(1);
    expect(stderr).toContain(`${dataOf(args)} cannot be used: there is a file where a folder should be`);
  });

  it.runIf(process.getuid?.() === 0)("says that it may not write to the data directory", async () => {
    const args = configure();
    mkdirSync(dataOf(args), { mode: 0o755 });
    chmodSync(place.directory, 0o755);
    const readable = await place.run(["--help"], { uid: 65_534 });
    if (readable.code !== 0) return;
    const { code, stderr } = await place.run(["start", ...args], { uid: 65_534 });
    expect(stderr).toContain(`${dataOf(args)} cannot be used: there is no permission to write there`);
    expect(code).toBe(1);
  });
});

it("listens on the loopback address only", async () => {
  const port = await freePorts(1);
  const gradus = await place.start([...configure().slice(0, 4), "--port", `${port}`]);
  isRunning(gradus);
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const listening = ["/proc/net/tcp", "/proc/net/tcp6"]
    .flatMap((f) => readFileSync(f, "utf8").split("\n"))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(`:${hex}`) && state === "0A")
    .map(([, local]) => local);
  expect(listening).toEqual([`0100007F:${hex}`]);
  await gradus.stop();
});

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GradusError } from "@gradus/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { optionsSchema } from "../../src/options.ts";
import { answeredHosts, refuseOpenDoor, urlOf } from "../../src/runtime/address.ts";
import { createCleanup } from "../../src/runtime/cleanup.ts";
import { keyIn } from "../../src/runtime/link-key.ts";
import { raisePriority } from "../../src/runtime/priority.ts";
import { createProblems } from "../../src/runtime/problems.ts";
import { createReserve } from "../../src/runtime/reserve.ts";
import { createStoreCheck } from "../../src/runtime/store-check.ts";

const silent = (): void => undefined;
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "gradus-parts-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe("the door", () => {
  const options = (extra: Record<string, unknown> = {}) =>
    optionsSchema.parse({ dataDir: "/d", targetsFile: "/t", ...extra });

  it.each(["0.0.0.0", "::", "192.168.1.5", "example.org"])("stays shut on %s without a token", (host) => {
    expect(() => refuseOpenDoor(options({ host }))).toThrow(/GRADUS_TOKEN/);
    expect(() => refuseOpenDoor(options({ host, token: "0123456789abcdef" }))).not.toThrow();
  });

  it("answers its own names, and every name only behind a token", () => {
    expect(answeredHosts(options(), 8888)).toEqual(["127.0.0.1:8888", "localhost:8888", "[::1]:8888"]);
    expect(answeredHosts(options({ host: "::1" }), 80)).toContain("[::1]");
    expect(answeredHosts(options({ host: "0.0.0.0", token: "0123456789abcdef" }), 8888)).toBe("any");
  });

  it("stays shut under a name that people elsewhere use, without a token; this machine's own are no such", () => {
    const publicUrl = "https://gradus.example.org";
    expect(() => refuseOpenDoor(options({ publicUrl }))).toThrow(/GRADUS_TOKEN/);
    expect(() => refuseOpenDoor(options({ publicUrl, token: "0123456789abcdef" }))).not.toThrow();
    expect(() => refuseOpenDoor(options({ publicUrl: "https://localhost:8443" }))).not.toThrow();
    expect(() => refuseOpenDoor(options({ publicUrl: "http://[::1]:9000" }))).not.toThrow();
  });

  it("answers the name that people elsewhere use, with its port where that is an unusual one", () => {
    expect(answeredHosts(options({ publicUrl: "https://Gradus.example.org" }), 8888)).toContain(
      "gradus.example.org",
    );
    expect(answeredHosts(options({ publicUrl: "https://x.example:8443/" }), 8888)).toContain(
      "x.example:8443",
    );
  });

  it("has an address that can be opened", () => {
    expect(["127.0.0.1", "::1", "0.0.0.0"].map((h) => urlOf(h, 80))).toEqual([
      "http://127.0.0.1:80",
      "http://[::1]:80",
      "http://localhost:80",
    ]);
  });
});

describe("cleaning up", () => {
  it("undoes the newest first, once, and goes on after a step that fails", async () => {
    const done: string[] = [];
    const cleanup = createCleanup((what) => done.push(`fault: ${what}`));
    cleanup.add("one", () => done.push("one"));
    cleanup.add("two", async () => {
      throw new Error("no");
    });
    cleanup.add("three", () => done.push("three"));
    await Promise.all([cleanup.run(), cleanup.run()]);
    expect(done).toEqual(["three", "fault: two", "one"]);
  });
});

describe("problems", () => {
  it("are told when they are new, say something else, or are gone, and not again and again", () => {
    const told: string[] = [];
    const problems = createProblems({ onNew: (t) => told.push(`+${t}`), onGone: (t) => told.push(`-${t}`) });
    problems.set("a", "one");
    problems.set("a", "one");
    problems.set("a", "two");
    problems.clear("b");
    problems.clear("a");
    problems.clear("a");
    expect(told).toEqual(["+one", "+two", "-two"]);
    expect(problems.all()).toEqual([]);
  });
});

describe("the priority", () => {
  const files = (content: Record<string, string>, mayWrite = true) => {
    const written: string[] = [];
    return {
      written,
      read: (path: string) => {
        const text = content[path];
        if (text === undefined) throw new Error("ENOENT");
        return text;
      },
      write: (path: string, text: string) => {
        if (!mayWrite) throw new Error("EACCES");
        written.push(`${path} ${text}`);
      },
    };
  };
  const on = "/proc/sys/kernel/sched_autogroup_enabled";
  const own = "/proc/self/autogroup";

  it("of our session is raised, and put back to what it was", () => {
    const fake = files({ [on]: "1\n", [own]: "/autogroup-7 nice 3\n" });
    raisePriority(silent, fake)();
    expect(fake.written).toEqual([`${own} -16`, `${own} 3`]);
  });

  it("that a killed Gradus left raised is put back to the ordinary one", () => {
    const fake = files({ [on]: "1\n", [own]: "/autogroup-7 nice -16\n" });
    raisePriority(silent, fake)();
    expect(fake.written.at(-1)).toBe(`${own} 0`);
  });

  it("is left alone where there are no autogroups, or no right, and both are said", () => {
    const said: string[] = [];
    const log = (_level: string, message: string): number => said.push(message);
    for (const fake of [files({}), files({ [on]: "0\n", [own]: "/autogroup-7 nice 0\n" })]) {
      raisePriority(log, fake)();
      expect(fake.written).toEqual([]);
    }
    raisePriority(log, files({ [on]: "1\n", [own]: "/autogroup-7 nice 0\n" }, false))();
    expect(said).toHaveLength(3);
    expect(said.at(-1)).toContain("may not raise its priority");
  });
});

describe("the key of signed links", () => {
  it("is made once, for its owner only", () => {
    const key = keyIn(directory, silent);
    expect(key.length).toBeGreaterThanOrEqual(32);
    expect(keyIn(directory, silent)).toBe(key);
    expect(statSync(join(directory, "link.key")).mode & 0o777).toBe(0o600);
  });

  it.each(["", "short"])("is never the damaged one that a full disk left (%j)", (left) => {
    writeFileSync(join(directory, "link.key"), left);
    expect(keyIn(directory, silent).length).toBeGreaterThanOrEqual(32);
    expect(readFileSync(join(directory, "link.key"), "utf8")).not.toBe(left);
  });
});

describe("the check of the store", () => {
  const full = new GradusError("unavailable", "The disk of /d is full: free some space.");
  function setUp(writes: Array<GradusError | undefined>, reserve: { hold: boolean; release: boolean }) {
    const problems = createProblems({ onNew: silent, onGone: silent });
    const check = createStoreCheck({
      context: () => ({
        clock: { now: () => 0 },
        store: {
          state: {
            get: async () => undefined,
            put: async () => {
              const fault = writes.shift();
              if (fault) throw fault;
            },
          },
        } as never,
      }),
      problems,
      reserve: { hold: async () => reserve.hold, release: async () => reserve.release },
      dataDir: "/d",
    });
    return { check, problems };
  }

  it("gives the reserve back when nothing can be written, and says that it works from it", async () => {
    const { check, problems } = setUp([full], { hold: false, release: true });
    await check();
    expect(problems.all()).toEqual([expect.stringMatching(/^The disk of \/d is full, or almost/)]);
  });

  it("says that it acts on nothing when there is nothing to give back", async () => {
    const { check, problems } = setUp([full], { hold: false, release: false });
    await check();
    expect(problems.all()).toEqual([expect.stringContaining("acts on nothing")]);
  });

  it("is quiet again as soon as there is room for a reserve", async () => {
    const reserve = { hold: false, release: true };
    const { check, problems } = setUp([full], reserve);
    await check();
    reserve.hold = true;
    await check();
    expect(problems.all()).toEqual([]);
  });

  it("holds a reserve on the real disk, and gives it back once", async () => {
    const reserve = createReserve(directory);
    expect(await reserve.release()).toBe(false);
    expect(await reserve.hold()).toBe(true);
    expect(statSync(join(directory, "reserve")).size).toBeGreaterThanOrEqual(1024 * 1024);
    expect(await reserve.release()).toBe(true);
    expect(await reserve.release()).toBe(false);
  });
});

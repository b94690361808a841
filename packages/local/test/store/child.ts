import { randomBytes } from "node:crypto";
import { createStore, nodeCrypto } from "@gradus/store";
import { aTask } from "../../../../test/contract/store/fixtures.ts";
import { acquireLock, openEmbeddedStore } from "../../src/store/index.ts";

// A process for the tests to kill. Each line it prints is a write that was answered.
const [mode = "", dataDir = "", first = "0"] = process.argv.slice(2);
const clock = { now: () => Date.now() };
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

if (mode === "lock") {
  await acquireLock(dataDir);
  say("locked");
  setInterval(() => undefined, 1_000);
} else {
  const embedded = await openEmbeddedStore({ dataDir, clock, log: say, sync: mode === "sync" });
  const { tasks, state } = createStore({ ...embedded, clock, crypto: nodeCrypto });
  say("open");
  if (mode === "full") {
    // Nothing that packing makes smaller.
    const text = randomBytes(45_000).toString("base64");
    let failed = 0;
    for (let i = 0; i < 2_000 && failed < 3; i++) {
      try {
        await state.put(`s${i}`, nodeCrypto.randomId() + text);
        say(`put ${i}`);
      } catch (error) {
        failed += 1;
        say(`failed ${(error as { code: string }).code} ${(error as Error).message}`);
      }
    }
    say(`read ${typeof (await state.get("s0"))}`);
    setInterval(() => undefined, 1_000);
  } else {
    const worker = async (from: number): Promise<void> => {
      for (let n = from; ; n += 8) {
        await tasks.create(aTask(n));
        say(`1 ${n}`);
        await tasks.save(aTask(n, { version: 1, status: n % 2 === 0 ? "fixed" : "awaiting_human" }));
        say(`2 ${n}`);
      }
    };
    await Promise.all(Array.from({ length: 8 }, (_, i) => worker(Number(first) + i)));
  }
}

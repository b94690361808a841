import { ancestorsOf, findAlive, type Identity, tableOf } from "./processes.ts";
import type { Scene } from "./scene.ts";

/** Share of one core from which a process counts as taking the processor, percent. */
export const HOG_PERCENT = 50;
const SAMPLE_MS = 250;

/** Whether it takes the processor, by itself or together with what it has started. One that has ended does not. */
export async function isBusy(scene: Scene, identity: Identity): Promise<boolean> {
  if ((await wanted(scene, [identity])) >= HOG_PERCENT) return true;
  if (!(await findAlive(scene.host, identity))) return false;
  const processes = await scene.host.processes({ maxAgeMs: 0 });
  const table = tableOf(processes);
  const workers = processes.filter((p) => ancestorsOf(p.pid, table).includes(identity.pid));
  return workers.length > 0 && (await wanted(scene, [identity, ...workers])) >= HOG_PERCENT;
}

/** Percent of one core that they use and wait for: on a crowded machine even a hog does not get all that it wants. */
async function wanted(scene: Scene, identities: readonly Identity[]): Promise<number> {
  const read = () =>
    Promise.all(
      identities.map(async (identity) => {
        const found = await findAlive(scene.host, identity);
        return found && found.cpuMs + (found.waitMs ?? 0);
      }),
    );
  const start = performance.now();
  const from = await read();
  await scene.sleep(SAMPLE_MS);
  const to = await read();
  const passed = Math.max(performance.now() - start, SAMPLE_MS);
  const used = to.reduce<number>((sum, now = 0, index) => sum + Math.max(0, now - (from[index] ?? now)), 0);
  return (100 * used) / passed;
}

import { ownersOf } from "./owners.ts";
import { placeOf } from "./processes.ts";
import { whyProtected } from "./protected.ts";
import type { Scene } from "./scene.ts";

/** Why the session that a process leads must not be weighed anew as a whole: who else is in it. Undefined: nobody to mind. */
export async function whyNotSession(scene: Scene, leader: number): Promise<string | undefined> {
  const processes = await scene.host.processes({ maxAgeMs: 0 });
  const places = await Promise.all(processes.map((p) => placeOf(scene.host, p.pid)));
  const members = processes.filter((p, index) => p.pid !== leader && places[index]?.session === leader);
  if (members.length === 0) return undefined;
  const owners = await ownersOf(scene, processes);
  for (const { pid } of members) {
    const why = whyProtected(pid, processes, owners);
    if (why !== undefined) return `process ${pid} is in it, too: ${why}`;
  }
  return undefined;
}

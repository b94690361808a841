import { setTimeout as sleep } from "node:timers/promises";
import { probeContent, type InstalledService, type ServiceName } from "@gradus/demo";

/** The probe from outside over the whole fleet, with what is slow measured before the fault. */
export interface Probes {
  /** What is wrong, by service; empty when every answer is right and quick. */
  all(): Promise<Array<{ service: ServiceName; why: string }>>;
  limits: Record<string, number>;
}

/** Slow is this many times the median at rest, and a floor: four services of other runs share the machine. */
const slowFactor = 5;
const slowFloor = 60;

export async function calibrate(services: readonly InstalledService[]): Promise<Probes> {
  const limits: Record<string, number> = {};
  for (const { service, port } of services) {
    const times: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const { milliseconds } = await probeContent(service, port, 2_000);
      if (milliseconds !== undefined) times.push(milliseconds);
    }
    const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
    if (median === undefined) throw new Error(`${service} is not well before any fault`);
    limits[service] = Math.max(slowFloor, median * slowFactor);
  }
  return {
    limits,
    async all() {
      const bad: Array<{ service: ServiceName; why: string }> = [];
      for (const { service, port } of services) {
        const why = await judge(service, port, limits[service] ?? slowFloor);
        if (why !== undefined) bad.push({ service, why });
      }
      return bad;
    },
  };
}

/** One slow answer on a machine that others use as well proves nothing: it must be slow twice. */
async function judge(service: ServiceName, port: number, limit: number): Promise<string | undefined> {
  const first = await probeContent(service, port, limit);
  if (first.ok) return undefined;
  if (!first.why?.startsWith("slow")) return first.why ?? "it is not well";
  await sleep(1_000);
  const second = await probeContent(service, port, limit);
  return second.ok ? undefined : (second.why ?? "it is not well");
}

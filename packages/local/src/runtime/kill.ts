import type { Target } from "@gradus/core";
import type { Managers } from "@gradus/targets";

/** For who cannot wait for an orderly stop: ends the process groups that Gradus supervises at once. */
export async function killAll(targets: readonly Target[], managers: Managers): Promise<void> {
  const supervised = targets.filter((t) => t.manager?.kind === "process");
  await Promise.all(
    supervised.map(async (target) => {
      const { running, pid } = await managers.for(target).status(target);
      // Each leads a process group of its own; its pid is known to be the one that was started.
      if (running && pid !== undefined) process.kill(-pid, "SIGKILL");
    }),
  );
}

import { join } from "node:path";
import { GradusError, messageOf, type ServiceManager, type Target, type TargetRegistry } from "@gradus/core";
import { faults, findFault, installDemo, readEnv, serviceNames, type FaultContext } from "@gradus/demo";

export interface Demo {
  faults: ReadonlyArray<{ id: string; title: string; targets: readonly string[] }>;
  inject(target: string, type: string): Promise<{ cause: string }>;
}

interface DemoOptions {
  dataDir: string;
  registry: TargetRegistry;
  manager: (target: Target) => ServiceManager;
}

/** Lays the demo fleet down, unless it is there, and knows how to break it. */
export async function openDemo(options: DemoOptions): Promise<Demo> {
  await installDemo({ dataDir: options.dataDir });
  return {
    faults: faults.map(({ id, title, targets }) => ({ id, title, targets })),
    async inject(target, type) {
      const fault = findFault(type);
      if (!fault)
        throw new GradusError(
          "invalid_input",
          `there is no fault "${type}"; known: ${faults.map((f) => f.id).join(", ")}`,
        );
      const ctx = await contextOf(options, target);
      try {
        return { cause: (await fault.inject(ctx)).cause };
      } catch (error) {
        // A fault is done to what is well; one that is down, or hangs from the fault before, cannot be broken again.
        const why = `"${type}" could not be done to ${target}: ${messageOf(error)}. Wait until it is healthy, and try again.`;
        throw new GradusError("conflict", why, { target, type }, error);
      }
    },
  };
}

async function contextOf({ dataDir, registry, manager }: DemoOptions, id: string): Promise<FaultContext> {
  const service = serviceNames.find((name) => name === id);
  const target = registry.get(id);
  if (!service || !target?.demo)
    throw new GradusError(
      "invalid_input",
      `"${id}" is no service of the demo fleet; known: ${serviceNames.join(", ")}`,
    );
  const dir = join(dataDir, "demo", service);
  const env = await readEnv(join(dir, "service.env"));
  return {
    service,
    dir,
    port: Number(env["PORT"]),
    env,
    pid: async () => (await manager(target).status(target)).pid,
    restart: () => manager(target).restart(target),
  };
}

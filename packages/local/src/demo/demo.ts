import { join } from "node:path";
import { GradusError, type ServiceManager, type Target, type TargetRegistry } from "@gradus/core";
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
      const injection = await fault.inject(await contextOf(options, target));
      return { cause: injection.cause };
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

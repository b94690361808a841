import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defaultPortBase, installDemo, type InstalledService } from "@gradus/demo";
import { root } from "./bundle.ts";

export interface Installation {
  /** What `--data` gets. */
  dataDir: string;
  targetsFile: string;
  services: InstalledService[];
  apiPort: number;
}

export interface InstallationOptions {
  directory: string;
  portBase?: number;
  apiPort?: number;
  /** chatbot depends on email-blast too, in its environment and in targets.yaml. */
  sharedMail?: boolean;
  /** Of every target, instead of the five seconds of the shipped file. */
  settle?: string;
}

/** A fresh installation: the demo fleet, and the targets.yaml that ships with its ports (and dependencies) adapted. */
export async function install(options: InstallationOptions): Promise<Installation> {
  const { directory, portBase = defaultPortBase, apiPort = 8899, sharedMail = false } = options;
  const dataDir = join(directory, "data");
  await mkdir(dataDir, { recursive: true });
  const services = await installDemo({ dataDir, portBase, sharedMail });
  const targetsFile = join(directory, "targets.yaml");
  const shipped = await readFile(join(root, "targets.yaml"), "utf8");
  await writeFile(
    targetsFile,
    adapt(shipped, portBase, sharedMail).replace("settle: 5s", `settle: ${options.settle ?? "5s"}`),
  );
  return { dataDir, targetsFile, services, apiPort };
}

function adapt(text: string, portBase: number, sharedMail: boolean): string {
  const moved = text.replace(/\b710([123])\b/g, (_, n: string) => `${portBase + Number(n) - 1}`);
  if (!sharedMail) return moved;
  const entry = "  - id: chatbot\n    software: node\n    demo: true\n";
  if (!moved.includes(entry)) throw new Error("targets.yaml has no chatbot as it is known here");
  return moved.replace(entry, `${entry}    dependsOn: [email-blast]\n`);
}

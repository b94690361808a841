import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Gradus, optionsSchema, startGradus } from "@gradus/local";
import type { TargetView } from "@gradus/api";
import { end, processesUnder } from "../support/processes.ts";
import { eventually } from "../support/cli.ts";

// The SDK's notice about this version of Node would be in the output of every test file.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

/** The real startGradus in this process, over a folder of its own. */
export interface Site {
  readonly gradus: Gradus;
  readonly directory: string;
  path(...names: string[]): string;
  /** Replaces targets.yaml. */
  configure(targets: string): Promise<void>;
  view(id: string): Promise<TargetView | undefined>;
  /** Until the view of a target is as wanted. */
  seen(id: string, what: (view: TargetView) => boolean): Promise<TargetView>;
  /** Until one of Gradus' own problems fits. */
  problem(pattern: RegExp): Promise<string>;
  noProblem(pattern: RegExp): Promise<true>;
  close(): Promise<void>;
}

interface SiteOptions {
  targets: string;
  options?: Record<string, unknown>;
  directory?: string;
}

export const fileOf = (targets: string): string =>
  `version: 1\ndefaults: { interval: 1s, settle: 1s }\ntargets:\n${targets}`;

export async function openSite({ targets, options = {}, directory: given }: SiteOptions): Promise<Site> {
  const directory = given ?? (await mkdtemp(join(tmpdir(), "gradus-start-")));
  const path = (...names: string[]): string => join(directory, ...names);
  const targetsFile = path("targets.yaml");
  await writeFile(path("service.mjs"), "setInterval(() => undefined, 1000);\n");
  await writeFile(targetsFile, fileOf(targets));
  const parsed = optionsSchema.parse({ dataDir: path("data"), targetsFile, port: 0, ...options });
  const gradus = await startGradus(parsed, { PATH: process.env["PATH"] });
  const view = async (id: string): Promise<TargetView | undefined> =>
    (await gradus.status.targets()).find((t) => t.id === id);
  return {
    gradus,
    directory,
    path,
    configure: (text) => writeFile(targetsFile, text),
    view,
    seen: (id, what) =>
      eventually(`${id} is seen so`, async () => {
        const found = await view(id);
        return found && what(found) ? found : undefined;
      }),
    problem: (pattern) =>
      eventually(
        () => `a problem like ${pattern.source} (there are: ${gradus.problems().join("; ")})`,
        () => gradus.problems().find((p) => pattern.test(p)),
      ),
    noProblem: (pattern) =>
      eventually(
        () => `no problem like ${pattern.source} (there are: ${gradus.problems().join("; ")})`,
        () => (gradus.problems().some((p) => pattern.test(p)) ? undefined : true),
      ),
    async close() {
      await gradus.stop();
      await end(processesUnder(directory));
      if (given === undefined) await rm(directory, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** A web server on a free port. */
export async function serve(
  listener: RequestListener,
): Promise<{ url: string; server: Server; close(): void }> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    server,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

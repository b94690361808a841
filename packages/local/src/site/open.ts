import type { SiteFile } from "@gradus/api";
import { GradusError, messageOf } from "@gradus/core";
import { build, folderOf } from "./build.ts";
import { readFiles } from "./files.ts";

/** The dashboard: its files, once they are there. */
export interface Site {
  /** Waits for a build under way. Throws "unavailable" with what to do, where the dashboard could not be built. */
  files(name: string): Promise<SiteFile | undefined>;
  /** What is wrong with it and what to do, once that is known. */
  problem(): Promise<string | undefined>;
  close(): void;
}

interface SiteOptions {
  root: string;
  env: Readonly<Record<string, string | undefined>>;
  say: (line: string) => void;
}

/** Builds the dashboard if need be, and reads it. Nothing waits for that but who asks for a page. */
export function openSite(options: SiteOptions): Site {
  const made = build(options);
  const read = made.done.then(async (why) => {
    if (why !== undefined) throw new Error(why);
    return readFiles(folderOf(options.root));
  });
  const outcome = read.then(
    () => undefined,
    (error: unknown) =>
      `The dashboard could not be built (${messageOf(error)}). Gradus watches and acts all the same. Run "npm ci --omit=dev" where Gradus is installed, and start it again.`,
  );
  return {
    async files(name) {
      const wrong = await outcome;
      if (wrong !== undefined) throw new GradusError("unavailable", wrong);
      return (await read)(name);
    },
    problem: () => outcome,
    close: () => made.cancel(),
  };
}

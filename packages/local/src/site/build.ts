import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A build takes a second or two; one that hangs is ended. */
const LONGEST_MS = 60_000;
const TAIL = 400;

/** Where what builds the dashboard is, or where it was built: above this file, or above the bundle of it. */
export function findRoot(from: string = dirname(fileURLToPath(import.meta.url))): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    if (existsSync(scriptOf(at)) || existsSync(join(folderOf(at), "index.html"))) return at;
    if (dirname(at) === at) return undefined;
  }
}

export const folderOf = (root: string): string => join(root, "dist", "site");
const scriptOf = (root: string): string => join(root, "scripts", "site.mjs");

export interface Build {
  /** What went wrong; undefined: the dashboard is there, and up to date. */
  done: Promise<string | undefined>;
  /** Ends it, if it is under way. */
  cancel(): void;
}

interface BuildOptions {
  root: string;
  env: Readonly<Record<string, string | undefined>>;
  /** One line for whoever started Gradus. */
  say: (line: string) => void;
  longestMs?: number;
}

/** Builds the dashboard where its sources are newer, in a process of its own. Where there are no sources, what is there is taken. */
export function build({ root, env, say, longestMs = LONGEST_MS }: BuildOptions): Build {
  if (!existsSync(scriptOf(root))) return { done: Promise.resolve(undefined), cancel: () => undefined };
  const began = performance.now();
  const child = spawn(process.execPath, [scriptOf(root)], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    // Nothing of what Gradus was told is the build's business.
    env: { PATH: env["PATH"], HOME: env["HOME"], NODE_ENV: "production" },
  });
  let isBuilding = false;
  let said = "";
  let isLate = false;
  child.stdout.once("data", () => {
    isBuilding = true;
    say("Building the dashboard, once …");
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const timer = setTimeout(() => {
    isLate = true;
    child.kill("SIGKILL");
  }, longestMs);
  const done = new Promise<string | undefined>((tell) => {
    child.once("error", (error) => tell(error.message));
    child.once("close", (code) => {
      if (isLate) return tell(`it was not done after ${longestMs / 1_000} s`);
      if (code !== 0) return tell(reasonIn(said) ?? `it ended with ${code ?? "a signal"}`);
      if (isBuilding)
        say(`The dashboard is built, in ${((performance.now() - began) / 1_000).toFixed(1)} s.`);
      tell(undefined);
    });
  }).finally(() => clearTimeout(timer));
  return { done, cancel: () => void child.kill("SIGKILL") };
}

/** The line that names the error, of what Node prints of one. */
function reasonIn(text: string): string | undefined {
  const lines = text.split("\n").map((line) => line.trim());
  const line = lines.find((one) => /^(\w*Error\b.*|\[.+\]):? /.test(one)) ?? lines.find((one) => one !== "");
  return line?.slice(0, TAIL);
}

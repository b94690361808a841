import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/** The entry points of functions/, as a function names them: functions/remediation/apply.handler. */
export const entryPoints = (): string[] =>
  readdirSync(join(root, "functions"), { recursive: true, encoding: "utf8" })
    .map((file) => join("functions", file))
    .filter((file) => file.endsWith(".ts"))
    .filter((file) => /^export const handler\b/m.test(readFileSync(join(root, file), "utf8")))
    .map((file) => file.replace(/\.ts$/, ".handler"))
    .toSorted();

/** The file of a handler, relative to the repository. */
export const fileOf = (handler: string): string => handler.replace(/\.handler$/, ".ts");

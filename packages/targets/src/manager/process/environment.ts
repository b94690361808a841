import { readFile } from "node:fs/promises";
import { GradusError, type Target } from "@gradus/core";
import { faultOf } from "../../host/errors.ts";
import { minimalEnvironment } from "../../host/environment.ts";
import { entryOf, type ManagerContext } from "../context.ts";
import { parseEnvironmentFile } from "./environment-file.ts";

/** In the environment of what Gradus starts: finds a process again whose pid could not be written down. */
export const RUN_VARIABLE = "GRADUS_RUN";

/**
 * The environment of a service: PATH, HOME and LANG, then `environment`, then the environment file, then secrets.
 * Throws "invalid_input" for a file that is not all KEY=VALUE lines, "not_found" for a secret that is not there.
 */
export async function serviceEnvironment(
  context: ManagerContext,
  target: Target,
  token: string,
): Promise<Record<string, string>> {
  const entry = entryOf(target, "process");
  return {
    ...minimalEnvironment(context.env),
    ...entry.environment,
    ...(entry.environmentFile === undefined ? {} : await fromFile(entry.environmentFile)),
    ...(await resolveSecrets(target, context.env)),
    [RUN_VARIABLE]: token,
  };
}

async function fromFile(path: string): Promise<Record<string, string>> {
  const { variables, problems } = parseEnvironmentFile(await read(path));
  const wrong = problems[0];
  if (wrong)
    throw new GradusError("invalid_input", `${path} line ${wrong.line} ${wrong.problem}`, { problems });
  return Object.fromEntries(variables);
}

/** Reads the values that `secrets` refers to. They go to the process, and nowhere else. */
export async function resolveSecrets(
  target: Target,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [name, from] of Object.entries(target.secrets)) {
    const value = "env" in from ? env[from.env] : (await read(from.file)).replace(/\r?\n$/, "");
    if (value === undefined) {
      throw new GradusError("not_found", `secret ${name}: the environment variable it comes from is not set`);
    }
    values[name] = value;
  }
  return values;
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw faultOf(error, `read ${path}`);
  }
}

import { readFileSync } from "node:fs";
import { LineCounter, parseDocument } from "yaml";
import * as z from "zod";
import { type Config, configSchema } from "./schema.ts";

/**
 * Reads the settings of a stage: the file's own, and over them those under `stages: <stage>`. Throws an Error that names
 * every mistake with its place and what was expected, so that synthesis ends before anything is deployed.
 */
export function loadConfig(file: string, stage: string): Config {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new Error(
      `${file} cannot be read. Copy gradus.config.example.yaml to it, and say at least region and alerts.`,
    );
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken) {
    const { line, col } = lines.linePos(broken.pos[0]);
    throw new Error(`${file}:${line}:${col}: this is no YAML: ${broken.message}`);
  }
  const raw: unknown = document.toJS() ?? {};
  const { settings, own, misplaced } = forStage(raw, stage);
  if (misplaced)
    throw new Error(
      `${file}${lineOf(misplaced)}: ${misplaced.join(".")}: a mapping of settings was expected`,
    );
  const parsed = configSchema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.flatMap(mistakesOf).map(({ path, message }) => {
    const [first = ""] = path;
    const place = lineOf(Object.hasOwn(own, first) ? ["stages", stage, ...path] : path);
    return `  ${file}${place}: ${path.join(".") || "the file"}: ${message}`;
  });
  throw new Error(`The settings of stage "${stage}" cannot be used:\n${mistakes.join("\n")}`);

  function lineOf(path: readonly string[]): string {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as
        | { range?: [number, number, number] }
        | undefined;
      if (node?.range) return `:${lines.linePos(node.range[0]).line}`;
    }
    return "";
  }
}

/** A key that is not known is a mistake at its own place, with the keys that would be. */
function mistakesOf(issue: z.core.$ZodIssue): Array<{ path: string[]; message: string }> {
  const path = issue.path.map(String);
  if (issue.code !== "unrecognized_keys") return [{ path, message: issue.message }];
  const known = keysAt(path).join(", ");
  return issue.keys.map((key) => ({
    path: [...path, key],
    message: `there is no such setting; known here: ${known}`,
  }));
}

function keysAt(path: readonly string[]): string[] {
  const whole: unknown = z.toJSONSchema(configSchema, { io: "input", unrepresentable: "any" });
  const there = path.reduce<unknown>((here, key) => propertiesOf(here)[key], whole);
  return Object.keys(propertiesOf(there));
}

const propertiesOf = (schema: unknown): Record<string, unknown> =>
  isMapping(schema) && isMapping(schema["properties"]) ? schema["properties"] : {};

/** A stage's own settings replace the file's key by key. */
function forStage(
  raw: unknown,
  stage: string,
): { settings: unknown; own: Record<string, unknown>; misplaced?: string[] } {
  if (!isMapping(raw)) return { settings: raw, own: {} };
  const { stages = {}, ...shared } = raw;
  if (!isMapping(stages)) return { settings: shared, own: {}, misplaced: ["stages"] };
  const own = stages[stage] ?? {};
  if (!isMapping(own)) return { settings: shared, own: {}, misplaced: ["stages", stage] };
  return { settings: { ...shared, ...own }, own };
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

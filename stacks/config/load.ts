import { readFileSync } from "node:fs";
import { LineCounter, parseDocument } from "yaml";
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
  const { settings, own } = forStage(raw, stage);
  const parsed = configSchema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map((issue) => {
    const path = issue.path.map(String);
    const [first = ""] = path;
    const place = lineOf(Object.hasOwn(own, first) ? ["stages", stage, ...path] : path);
    return `  ${file}${place}: ${path.join(".") || "the file"}: ${issue.message}`;
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

/** A stage's own settings replace the file's key by key. */
function forStage(raw: unknown, stage: string): { settings: unknown; own: Record<string, unknown> } {
  if (!isMapping(raw)) return { settings: raw, own: {} };
  const { stages, ...shared } = raw;
  const found = isMapping(stages) ? stages[stage] : undefined;
  const own = isMapping(found) ? found : {};
  return { settings: { ...shared, ...own }, own };
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { messageOf, targetSchema, type Target } from "@gradus/core";
import { LineCounter, parseDocument } from "yaml";
import { doubts } from "./doubts.ts";
import { fileForm } from "./form.ts";
import { checkGraph } from "./graph.ts";
import { complaintsOf, show, valueAt } from "./issues.ts";
import { misplaced } from "./machine.ts";
import { normalise } from "./normalise.ts";
import { expand, type Complaint, type Surroundings } from "./placeholders.ts";
import { createLocator } from "./position.ts";
import { formatPath, type ConfigProblem } from "./problem.ts";
import { checkSecrets } from "./secrets.ts";

export interface LoadOptions extends Surroundings {
  file: string;
  /** The content, where it is known already. */
  text?: string;
  /** How often a target is looked at where neither its entry nor the file says so: where looking costs money, less often. */
  intervalMs?: number;
}

export type Loaded =
  | { ok: true; targets: Target[]; warnings: ConfigProblem[] }
  | { ok: false; problems: ConfigProblem[] };

const MAX_TEXT = 2_000_000;

/**
 * Reads the file of targets. All that is wrong is reported at once, each with its place; a file with a problem loads
 * nothing. Never throws for what is in the file. `variables` are `data`, `node` and whatever else the root offers.
 */
export function loadTargets(options: LoadOptions): Loaded {
  const whole = (expected: string, found: string): Loaded => ({
    ok: false,
    problems: [{ file: options.file, line: 1, column: 1, path: "", found, expected }],
  });
  let text: string;
  try {
    text = options.text ?? readFileSync(options.file, "utf8");
  } catch (error) {
    return whole("a file that can be read", messageOf(error));
  }
  if (text.length > MAX_TEXT) return whole("at most 2 MB", `${text.length} characters`);
  try {
    return read(text, options);
  } catch (error) {
    return whole("YAML that can be read", messageOf(error).slice(0, 200));
  }
}

function read(text: string, options: LoadOptions): Loaded {
  const { file } = options;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const locate = createLocator(document, lines);
  if (document.errors.length > 0) {
    const problems = document.errors.map((error): ConfigProblem => {
      const { line, col } = lines.linePos(error.pos[0]);
      const place = { line: Math.max(1, line), column: Math.max(1, col) };
      return { file, ...place, path: "", found: error.message, expected: "YAML" };
    });
    return { ok: false, problems };
  }
  const raw: unknown = document.toJS({ maxAliasCount: 1_000 });
  const { tree, complaints } = expand(raw, options);
  const problemOf = (c: Complaint): ConfigProblem => ({
    file,
    ...locate(c.path, c.at),
    path: formatPath(c.path),
    found: c.found ?? show(valueAt(tree, c.path), c.path),
    expected: c.expected,
    ...(c.hint === undefined ? {} : { hint: c.hint }),
  });
  const secrets = checkSecrets(tree);
  const folder = dirname(resolve(file));
  const parsed = fileForm(folder).safeParse(tree);
  const known = new Set(complaints.map((c) => formatPath(c.path)));
  const wrong = [
    ...complaints,
    // What a missing placeholder has left empty is no second mistake.
    ...complaintsOf(parsed.error?.issues ?? [], tree).filter((c) => !known.has(formatPath(c.path))),
    ...checkGraph(tree),
    ...secrets.errors,
  ];
  if (!parsed.success || wrong.length > 0) return { ok: false, problems: sorted(wrong.map(problemOf)) };

  const { defaults, targets: forms } = parsed.data;
  const places = { folder, data: options.variables["data"] ?? folder };
  const targets: Target[] = [];
  const refused: Complaint[] = [];
  for (const [index, form] of forms.entries()) {
    const target = targetSchema.safeParse(
      normalise(form, { interval: options.intervalMs, ...defaults }, places),
    );
    if (target.success) {
      targets.push(target.data);
      refused.push(...misplaced(target.data).map((m) => ({ ...m, path: ["targets", index, ...m.path] })));
    } else {
      const path = ["targets", index];
      refused.push(
        ...target.error.issues.map((i) => ({ path, expected: `${i.path.join(".")}: ${i.message}` })),
      );
    }
  }
  if (refused.length > 0) return { ok: false, problems: sorted(refused.map(problemOf)) };
  return { ok: true, targets, warnings: sorted([...secrets.warnings, ...doubts(targets)].map(problemOf)) };
}

const sorted = (problems: ConfigProblem[]): ConfigProblem[] =>
  problems.sort((a, b) => a.line - b.line || a.column - b.column);

import { messageOf, redact, type Host, type Target } from "@gradus/core";
import { hasMachine } from "../manager/kinds.ts";
import type { DiagnosticsOptions, Finding } from "./context.ts";
import { maskLine, parseRecords, templateId, type LogRecord } from "./log-lines.ts";

const LINES = 200;
const BYTES = 128 * 1_024;
const TEMPLATES = 20;
/** What is older says nothing about a fault of now. */
const RECENT_MS = 15 * 60_000;

/** Errors (and warnings that carry a code) among the last lines of each log, one finding for each kind of line. */
export async function diagnoseLogs(options: DiagnosticsOptions, target: Target): Promise<Finding[]> {
  if (!hasMachine(target)) return [];
  const host = options.host(target.host);
  const now = options.clock.now();
  const found = await Promise.all(
    target.logs.map(async ({ path }) => {
      try {
        const lines = await tail(host, path);
        return lines ? summarize(path, lines, now) : [state(path, "missing", "the file is not there")];
      } catch (error) {
        return [state(path, "unreadable", messageOf(error))];
      }
    }),
  );
  return found.flat();
}

async function tail(host: Host, path: string): Promise<string[] | undefined> {
  const stat = await host.stat(path);
  if (!stat) return undefined;
  const offset = stat.kind === "file" ? Math.max(0, stat.size - BYTES) : 0;
  const text = await host.readFile(path, { offset, maxBytes: BYTES });
  const lines = text?.split("\n");
  if (offset > 0) lines?.shift();
  return lines?.slice(-LINES - 1);
}

function summarize(path: string, lines: readonly string[], now: number): Finding[] {
  const kinds = new Map<string, LogRecord & { template: string; count: number }>();
  for (const record of parseRecords(lines)) {
    const tells = record.level === "fatal" || record.level === "error" || record.code !== undefined;
    if (!tells || (record.at !== undefined && record.at < now - RECENT_MS)) continue;
    const template = maskLine(record.head);
    const id = templateId(`${template}|${record.code ?? ""}`);
    const count = (kinds.get(id)?.count ?? 0) + 1;
    // Newest last: deleting first moves a kind that is seen again to the end.
    kinds.delete(id);
    kinds.set(id, { ...record, template, count });
  }
  return [...kinds].slice(-TEMPLATES).map(([id, { template, level, code, count, head }]) => {
    const sample = redact(head, 400);
    return {
      text: `${count} × ${level}${code === undefined ? "" : ` ${code}`} in the last ${LINES} lines of ${path}: ${sample}`,
      fact: {
        kind: "log" as const,
        path,
        templateId: id,
        template,
        level,
        count,
        rate: 0,
        usualRate: 0,
        isNew: false,
        ...(code === undefined ? {} : { code }),
        sample,
      },
    };
  });
}

const state = (path: string, problem: "missing" | "unreadable", detail: string): Finding => ({
  text: `log ${path} is ${problem}: ${detail}`,
  fact: { kind: "log_state", path, problem, detail: redact(detail, 300) },
});

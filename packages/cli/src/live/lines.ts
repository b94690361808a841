import type { DomainEvent } from "@gradus/core";
import type { Gradus } from "@gradus/local";
import { clockTime, duration, plural } from "../text/format.ts";
import { plainLine } from "../text/plain.ts";
import type { View } from "./events.ts";

const WORTH_A_LINE = new Set([
  "task.opened",
  "task.advanced",
  "task.fixed",
  "task.resolved",
  "task.cleared",
  "task.suppressed",
  "action.started",
  "action.verified",
  "approval.requested",
  "escalation.opened",
  "escalation.resolved",
  "target.start-failed",
  "targets.changed",
  "gradus.unwell",
  "gradus.recovered",
]);
const TYPE_WIDTH = 20;

/** Without a terminal: each thing worth knowing is one line. */
export function showLines(gradus: Gradus, to: { write(text: string): unknown }): View {
  const line = (text: string): void => void to.write(`${text}\n`);
  const event = (e: DomainEvent): void => line(`${clockTime(e.at)} ${describe(e)}`);
  line(`Gradus is up: ${gradus.url}`);
  line(`Watching ${plural(gradus.context.targets.all().length, "target")}. Log: ${gradus.logFile}`);
  for (const detail of gradus.problems())
    event({ type: "gradus.unwell", at: Date.now(), actor: "gradus", data: { detail } });
  const unsubscribe = gradus.subscribe((e) => {
    if (WORTH_A_LINE.has(e.type)) event(e);
  });
  return {
    stopping() {
      unsubscribe();
      line("Stopping what Gradus started …");
    },
    stopped: () => line("Stopped."),
  };
}

const TOLD = ["target", "title", "runbook", "result", "why", "outcome", "by", "detail"];
const LISTED = ["added", "removed", "changed"];

export function describe(event: DomainEvent): string {
  const { data, type } = event;
  const words = TOLD.flatMap((name) => (typeof data[name] === "string" ? [plainLine(data[name])] : []));
  const lists = LISTED.flatMap((name) => {
    const ids: unknown = data[name];
    return Array.isArray(ids) && ids.length > 0 ? [`${name} ${ids.join(", ")}`] : [];
  });
  const took = typeof data["ms"] === "number" ? ` after ${duration(data["ms"])}` : "";
  const said = [...new Set([...words.filter((w) => w !== ""), ...lists])].join(" · ");
  return `${type.padEnd(TYPE_WIDTH)} ${said}${took}`;
}

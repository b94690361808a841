import type { DomainEvent, TaskSummary } from "@gradus/core";
import type { Gradus } from "@gradus/local";
import pc from "picocolors";
import { clockTime, duration } from "../text/format.ts";
import { render, type Snapshot } from "./render.ts";
import type { View } from "./events.ts";

const REDRAW_MS = 1_000;
const LAST_FIXES = 5;

/**
 * A calm summary that is redrawn in place on a terminal, once a second and only if it changed. Without a terminal each thing
 * worth knowing is one line.
 */
export function liveScreen(gradus: Gradus, to: NodeJS.WriteStream, terminal: boolean): View {
  if (!terminal) return lines(gradus, to);
  let drawn = "";
  let height = 0;
  let drawing = false;
  const draw = async (): Promise<void> => {
    if (drawing) return;
    drawing = true;
    try {
      const text = render(await snapshot(gradus), { width: to.columns, height: to.rows, now: Date.now() });
      if (text !== drawn) {
        to.write(`${height > 0 ? `\u001b[${height}A\u001b[J` : ""}${text}\n`);
        drawn = text;
        height = text.split("\n").length;
      }
    } finally {
      drawing = false;
    }
  };
  const timer = setInterval(() => void draw(), REDRAW_MS);
  const resized = (): void => {
    drawn = "";
    to.write("\u001b[2J\u001b[H");
    height = 0;
    void draw();
  };
  to.on("resize", resized);
  void draw();
  return {
    stop(stage) {
      clearInterval(timer);
      to.off("resize", resized);
      to.write(stage === "stopping" ? pc.dim("Stopping what Gradus started …\n") : pc.dim("Stopped.\n"));
    },
  };
}

async function snapshot(gradus: Gradus): Promise<Snapshot> {
  const [targets, health, open, closed] = await Promise.all([
    gradus.status.targets(),
    gradus.status.health(),
    gradus.context.store.tasks.list({ state: "open", limit: 50 }),
    gradus.context.store.tasks.list({ state: "closed", limit: 20 }),
  ]);
  const fixes = closed.tasks.filter((t: TaskSummary) => t.status !== "suppressed").slice(0, LAST_FIXES);
  return { url: gradus.url, logFile: gradus.logFile, targets, health, open: open.tasks, fixes };
}

const WORTH_A_LINE = new Set([
  "task.opened",
  "task.fixed",
  "task.resolved",
  "task.cleared",
  "task.suppressed",
  "task.advanced",
  "action.started",
  "action.verified",
  "escalation.opened",
  "approval.requested",
  "escalation.resolved",
  "gradus.unwell",
]);

function lines(gradus: Gradus, to: NodeJS.WriteStream): View {
  to.write(
    `Gradus is up: ${gradus.url}\nWatching ${gradus.context.targets.all().length} targets. Log: ${gradus.logFile}\n`,
  );
  const unsubscribe = gradus.subscribe((event) => {
    if (WORTH_A_LINE.has(event.type)) to.write(`${clockTime(event.at)} ${describe(event)}\n`);
  });
  return {
    stop(stage) {
      unsubscribe();
      to.write(stage === "stopping" ? "Stopping what Gradus started …\n" : "Stopped.\n");
    },
  };
}

function describe(event: DomainEvent): string {
  const field = (name: string): string => String(event.data[name] ?? "");
  const took = typeof event.data["ms"] === "number" ? ` after ${duration(event.data["ms"])}` : "";
  const words = [
    field("target"),
    field("title"),
    field("runbook"),
    field("result"),
    field("why"),
    field("outcome"),
    field("by"),
  ].filter((w) => w !== "");
  return `${event.type.padEnd(20)} ${[...new Set(words)].join(" · ")}${took}`;
}

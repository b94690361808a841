import type { Gradus } from "@gradus/local";
import { messageOf } from "@gradus/core";
import pc from "picocolors";
import { plural } from "../text/format.ts";
import type { View } from "./events.ts";
import { render } from "./render.ts";
import { takeSnapshot } from "./snapshot.ts";

const REDRAW_MS = 1_000;
/** A terminal that does not tell its size. */
const USUAL = { columns: 80, rows: 24 };

const ESC = "\u001b[";
const ENTER = `${ESC}?1049h${ESC}?25l`;
const LEAVE = `${ESC}?25h${ESC}?1049l`;
/** Between these a terminal that can shows nothing half-drawn; others ignore them. */
const BEGIN = `${ESC}?2026h`;
const END = `${ESC}?2026l`;

/**
 * A calm summary on a screen of its own, as `top` has one: redrawn line by line over itself, once a second and when the
 * size changes, so that nothing flickers and nothing scrolls. What was on the terminal before comes back at the end.
 */
export function liveScreen(gradus: Gradus, to: NodeJS.WriteStream): View {
  let drawn = "";
  let drawing = false;
  let over = false;

  const paint = (lines: readonly string[]): void => {
    const text = lines.map((line) => `${line}${ESC}K`).join("\r\n");
    if (text === drawn) return;
    to.write(`${BEGIN}${ESC}H${text}${ESC}J${END}`);
    drawn = text;
  };
  const draw = async (): Promise<void> => {
    if (drawing || over) return;
    drawing = true;
    const columns = to.columns || USUAL.columns;
    const rows = to.rows || USUAL.rows;
    try {
      const snapshot = await takeSnapshot(gradus);
      if (!over) paint(render(snapshot, { width: columns, height: rows, now: Date.now() }));
    } catch (error) {
      if (!over) paint([pc.red(`The summary cannot be drawn now: ${messageOf(error)}`)]);
    } finally {
      drawing = false;
    }
  };
  const afresh = (): void => {
    if (over) return;
    drawn = "";
    to.write(`${ENTER}${ESC}2J`);
    void draw();
  };
  const suspend = (): void => {
    to.write(LEAVE);
    process.kill(process.pid, "SIGSTOP");
  };
  const leave = (): void => {
    if (over) return;
    over = true;
    clearInterval(timer);
    to.off("resize", afresh);
    process.off("SIGTSTP", suspend);
    process.off("SIGCONT", afresh);
    process.off("exit", leave);
    to.write(LEAVE);
  };

  const timer = setInterval(() => void draw(), REDRAW_MS);
  to.on("resize", afresh);
  // Ctrl-Z and fg.
  process.on("SIGTSTP", suspend);
  process.on("SIGCONT", afresh);
  process.on("exit", leave);
  afresh();

  return {
    stopping() {
      leave();
      const targets = plural(gradus.context.targets.all().length, "target");
      to.write(`Gradus watched ${targets}. ${pc.dim(`Log: ${gradus.logFile}`)}\n`);
      to.write(pc.dim("Stopping what Gradus started … (Ctrl-C again: at once)\n"));
    },
    stopped: () => void to.write("Stopped.\n"),
  };
}

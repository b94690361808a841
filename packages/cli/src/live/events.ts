import type { Gradus } from "@gradus/local";

/** What is shown while Gradus runs. */
export interface View {
  /** Gradus is being stopped: from here on nothing is redrawn. */
  stopping(): void;
  stopped(): void;
}

type Out = { write(text: string): unknown };

/** --json: one event a line, the first says where Gradus is, the last that it has stopped. */
export function followEvents(gradus: Gradus, to: Out): View {
  const line = (value: unknown): void => void to.write(`${JSON.stringify(value)}\n`);
  const own = (type: string, data: Record<string, unknown> = {}): void =>
    line({ type, at: Date.now(), actor: "gradus", data });
  own("gradus.started", {
    url: gradus.url,
    pid: process.pid,
    log: gradus.logFile,
    targets: gradus.context.targets.all().map((t) => t.id),
  });
  for (const detail of gradus.problems()) own("gradus.unwell", { detail });
  const unsubscribe = gradus.subscribe((event) => {
    if (event.type !== "target.looked") line(event);
  });
  return {
    stopping() {
      unsubscribe();
      own("gradus.stopping");
    },
    stopped: () => own("gradus.stopped"),
  };
}

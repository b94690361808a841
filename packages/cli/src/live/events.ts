import type { Gradus } from "@gradus/local";

export interface View {
  stop(stage: "stopping" | "stopped"): void;
}

/** --json: one event a line, the first says where Gradus is, the last that it has stopped. */
export function followEvents(gradus: Gradus, to: { write(text: string): unknown }): View {
  const line = (value: unknown): void => void to.write(`${JSON.stringify(value)}\n`);
  line({
    type: "gradus.started",
    at: Date.now(),
    actor: "gradus",
    data: { url: gradus.url, log: gradus.logFile, targets: gradus.context.targets.all().map((t) => t.id) },
  });
  const unsubscribe = gradus.subscribe((event) => {
    if (event.type !== "target.looked") line(event);
  });
  return {
    stop(stage) {
      unsubscribe();
      line({ type: `gradus.${stage}`, at: Date.now(), actor: "gradus", data: {} });
    },
  };
}

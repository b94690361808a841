import { card } from "./card.ts";
import { capacityParams, noParams, processParams } from "./params.ts";

export const pauseWork = card({
  id: "pause-work",
  title: "Pause background work",
  purpose:
    "Calls the target's own pause control to take load off; somebody or something has to resume it later.",
  risk: "reversible",
  level: "isolate",
  addresses: ["overload", "cpu_runaway"],
  params: noParams,
  undoable: true,
  predicts: "Load falls and the target answers; background work waits.",
  lasting: false,
});

export const scaleOut = card({
  id: "scale-out",
  title: "Run more tasks",
  purpose:
    "Lets ECS run more tasks of the service, half as many again at a time, up to the target's maxTasks.",
  risk: "reversible",
  level: "isolate",
  addresses: ["overload"],
  params: capacityParams,
  undoable: true,
  predicts: "The load spreads over more tasks and each answers in time; more tasks cost more.",
  lasting: true,
});

export const stopIntruder = card({
  id: "stop-intruder",
  title: "Stop an intruding process",
  purpose:
    "Ends one process that takes the target's port or processor time and is nobody's target, not Gradus and nothing the machine needs; then starts the target if it is down.",
  risk: "disruptive",
  level: "isolate",
  addresses: ["port_conflict", "cpu_contention"],
  params: processParams,
  undoable: false,
  predicts: "The port or the processor is free for the target again.",
  lasting: true,
});

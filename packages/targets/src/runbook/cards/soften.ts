import { card } from "./card.ts";
import { capacityParams, fileParams, niceParams, noParams } from "./params.ts";

export const continueProcess = card({
  id: "continue-process",
  title: "Continue a suspended process",
  purpose: "Sends SIGCONT to those of the target's own processes that a signal has stopped (state T).",
  risk: "reversible",
  level: "soften",
  addresses: ["hang"],
  params: noParams,
  undoable: true,
  predicts: "The process leaves state T and answers again, with nothing lost.",
  lasting: true,
});

export const reloadService = card({
  id: "reload-service",
  title: "Reload the configuration",
  purpose:
    "Tells the target to read its configuration again, by its own reload control. Refused while the files differ from the baseline.",
  risk: "reversible",
  level: "soften",
  addresses: ["bad_config", "certificate"],
  params: noParams,
  undoable: false,
  predicts: "The target works with what is in its files, without an interruption.",
  lasting: true,
});

export const clearCache = card({
  id: "clear-cache",
  title: "Clear the cache",
  purpose: "Calls the target's own clear-cache control. The content can be made again.",
  risk: "reversible",
  level: "soften",
  addresses: ["bad_cache", "memory_pressure"],
  params: noParams,
  undoable: false,
  predicts: "Answers are computed afresh; memory held by the cache is given back.",
  lasting: true,
});

export const resumeWork = card({
  id: "resume-work",
  title: "Resume paused work",
  purpose: "Calls the target's own resume control, after a pause that is no longer needed.",
  risk: "reversible",
  level: "soften",
  addresses: ["overload"],
  params: noParams,
  undoable: true,
  predicts: "Background work goes on.",
  lasting: true,
});

export const reniceProcess = card({
  id: "renice-process",
  title: "Lower a process's priority",
  purpose:
    "Gives the processor back to the target by lowering the priority of a busy process that is nobody's target.",
  risk: "reversible",
  level: "soften",
  addresses: ["cpu_contention"],
  params: niceParams,
  undoable: true,
  predicts: "The target waits less for a processor; the other process goes on, more slowly.",
  lasting: true,
});

export const raiseConcurrency = card({
  id: "raise-concurrency",
  title: "Let a function run more often at once",
  purpose:
    "Raises the function's reserved concurrency, by half at a time, up to the target's maxConcurrency.",
  risk: "reversible",
  level: "soften",
  addresses: ["overload"],
  params: capacityParams,
  undoable: true,
  predicts: "Calls are no longer turned away.",
  lasting: true,
});

export const rotateLog = card({
  id: "rotate-log",
  title: "Rotate a log",
  purpose:
    "Keeps a compressed copy of one of the target's own logs beside it and empties the log in place, so that the writer goes on.",
  risk: "disruptive",
  level: "soften",
  addresses: ["log_flood", "disk_full"],
  params: fileParams,
  undoable: false,
  predicts: "The log takes next to no space; what was written is in the copy.",
  lasting: false,
});

export const freeDisk = card({
  id: "free-disk",
  title: "Free disk space",
  purpose:
    "Removes or empties files that the target declares as regenerable, largest first, until there is room. Nothing else, ever.",
  risk: "disruptive",
  level: "soften",
  addresses: ["disk_full"],
  params: fileParams,
  undoable: false,
  predicts: "The file system is well below its limit and writes succeed.",
  lasting: false,
});

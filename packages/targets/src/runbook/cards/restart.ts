import { card } from "./card.ts";
import { noParams } from "./params.ts";

export const restartService = card({
  id: "restart-service",
  title: "Restart",
  purpose: "Restarts the target with its service manager, or starts it if it is down.",
  risk: "disruptive",
  level: "restart",
  addresses: ["crash", "killed", "hang", "memory_leak", "memory_pressure", "cpu_runaway", "unknown"],
  params: noParams,
  undoable: false,
  predicts: "A new process runs and answers; work in progress is interrupted once.",
  lasting: true,
});

export const restartClean = card({
  id: "restart-clean",
  title: "Restart from a clean state",
  purpose:
    "Stops the target, waits until all of its processes are gone, ends its leftovers, removes stale pid, lock and socket files that are declared regenerable, and starts it.",
  risk: "disruptive",
  level: "restart_clean",
  addresses: ["stale_lock", "port_conflict", "crash", "hang"],
  params: noParams,
  undoable: false,
  predicts: "A new process runs that nothing of an earlier run stands in the way of.",
  lasting: true,
});

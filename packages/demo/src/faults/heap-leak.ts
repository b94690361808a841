import { serviceNames } from "../services.ts";
import type { Fault } from "./fault.ts";
import { deployDefect } from "./support.ts";

export const heapLeak: Fault<"heap_leak"> = {
  id: "heap_leak",
  number: "N4",
  title: "Leaking release",
  description:
    "Deploys 1.2.0-leak: the heap grows until --max-old-space-size=96 is full after about 10 s, then SIGABRT (134) with `heap out of memory`, again after every restart.",
  targets: serviceNames,
  inject: (ctx) => deployDefect(ctx, "1.2.0-leak", "prefetch sessions of likely visitors"),
};

import { serviceNames } from "../services.ts";
import { changeVariable } from "./change-variable.ts";
import type { Fault } from "./fault.ts";

export const heapFlag: Fault<"heap_flag"> = {
  id: "heap_flag",
  number: "N4",
  title: "Heap limit lowered",
  description:
    "NODE_OPTIONS=--max-old-space-size=9 in service.env: SIGABRT (134) with `heap out of memory` while it starts, again after every restart.",
  targets: serviceNames,
  inject: (ctx) => changeVariable(ctx, "NODE_OPTIONS", "--max-old-space-size=9"),
};

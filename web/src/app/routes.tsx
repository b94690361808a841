import { lazy } from "react";
import { Overview } from "../views/overview/overview.tsx";

/** What is not on the first page comes when it is asked for. */
const Tasks = lazy(() => import("../views/tasks/tasks.tsx"));
const Task = lazy(() => import("../views/task/task.tsx"));
const Escalation = lazy(() => import("../views/task/escalation.tsx"));
const Targets = lazy(() => import("../views/targets/targets.tsx"));
const Target = lazy(() => import("../views/target/target.tsx"));
const Patterns = lazy(async () => ({ default: (await import("./late.ts")).Patterns }));
const Audit = lazy(async () => ({ default: (await import("./late.ts")).Audit }));
const Mail = lazy(async () => ({ default: (await import("./late.ts")).Mail }));
const Settings = lazy(async () => ({ default: (await import("./late.ts")).Settings }));

/** Addresses and their views; `/tasks/…` and `/escalations/…` stand in mails. A view gets the `id` of its address. */
export const routes = [
  { path: "/", view: Overview },
  { path: "/tasks", view: Tasks },
  { path: "/tasks/:id", view: Task },
  { path: "/escalations/:id", view: Escalation },
  { path: "/targets", view: Targets },
  { path: "/targets/:id", view: Target },
  { path: "/patterns", view: Patterns },
  { path: "/audit", view: Audit },
  { path: "/mail", view: Mail },
  { path: "/settings", view: Settings },
] as const;

/** The places of the navigation: address, word, and the second key after "g". */
export const places = [
  ["/", "Overview", "o"],
  ["/tasks", "Tasks", "t"],
  ["/targets", "Targets", "m"],
  ["/patterns", "Patterns", "p"],
  ["/audit", "Audit", "a"],
  ["/mail", "Mail", "l"],
  ["/settings", "Settings", "s"],
] as const;

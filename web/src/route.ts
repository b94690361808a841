import { escalationView } from "./views/escalation.ts";
import { overview } from "./views/overview.ts";
import { taskView } from "./views/task.ts";
import type { View } from "./views/view.ts";

/** The view behind a path. The addresses in mails are of these forms. */
export function viewOf(path: string): View | undefined {
  if (path === "/") return overview;
  const [, kind, id] = /^\/(tasks|escalations)\/([^/]+)\/?$/.exec(path) ?? [];
  if (id === undefined) return undefined;
  const name = decoded(id);
  if (name === undefined) return undefined;
  return kind === "tasks" ? taskView(name) : escalationView(name);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

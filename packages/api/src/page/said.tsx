/** @jsxImportSource hono/jsx */
import { type Action, actionKey, redact } from "@gradus/core";

/** Words of people or machines from outside: secrets out, control characters visible. */
export const Said = ({ text, max = 2_000 }: { text: string; max?: number }) => <>{redact(text, max)}</>;

export const Exact = ({ action }: { action: Action }) => <code class="exact">{actionKey(action)}</code>;

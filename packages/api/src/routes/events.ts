import { type DomainEvent, GradusError } from "@gradus/core";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { AppEnv } from "../http/env.ts";
import { refusal } from "../http/errors.ts";
import { withoutSecrets } from "../http/redacted.ts";
import type { ApiContext } from "../ports.ts";

const MOST_LISTENERS = 100;
/** A listener that reads more slowly than things happen is let go: it reconnects, and reads the lists again. */
const MOST_WAITING = 500;
const HEARTBEAT_MS = 15_000;

/** Domain events as they happen, as server-sent events. Nothing is replayed: lists say how things stand. */
export function events(api: ApiContext) {
  let listeners = 0;
  return new Hono<AppEnv>().get("/", (c) => {
    const { subscribe } = api;
    if (!subscribe)
      throw new GradusError("not_found", "There are no live events here: read the lists again now and then.");
    if (listeners >= MOST_LISTENERS)
      throw refusal(503, "unavailable", `There are ${MOST_LISTENERS} listeners already.`);
    listeners++;
    c.header("x-accel-buffering", "no");
    return streamSSE(c, async (stream) => {
      const waiting: DomainEvent[] = [];
      const state = { open: true, wake: (): void => undefined };
      const unsubscribe = subscribe((event) => {
        waiting.push(event);
        if (waiting.length > MOST_WAITING) state.open = false;
        state.wake();
      });
      stream.onAbort(() => {
        state.open = false;
        state.wake();
      });
      try {
        await stream.write("retry: 2000\n: hello\n\n");
        while (state.open && !stream.aborted) {
          const event = waiting.shift();
          if (event) await stream.writeSSE({ data: JSON.stringify(withoutSecrets(event)) });
          else if (!(await woken((wake) => (state.wake = wake)))) await stream.write(": heartbeat\n\n");
        }
      } finally {
        unsubscribe();
        listeners--;
      }
    });
  });
}

/** True when woken, false when it is time for a heartbeat. */
function woken(register: (wake: () => void) => void): Promise<boolean> {
  return new Promise((done) => {
    const timer = setTimeout(() => done(false), HEARTBEAT_MS);
    register(() => {
      clearTimeout(timer);
      done(true);
    });
  });
}

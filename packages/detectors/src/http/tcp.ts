import { connect } from "node:net";
import type { Dial } from "./dial.ts";
import type { Failure, Outcome } from "./outcome.ts";
import { classify } from "./outcome.ts";

export type Connected = { outcome: Outcome; latencyMs: number } & Partial<Failure>;

/** Whether a port accepts a connection in time. Nothing is sent. */
export function tryConnect(host: string, port: number, timeoutMs: number, dial: Dial): Promise<Connected> {
  const blocked = dial.refuse(host);
  if (blocked) return Promise.resolve({ ...classify(blocked), latencyMs: 0 });
  return new Promise((resolve) => {
    const began = performance.now();
    const socket = connect({
      host,
      port,
      autoSelectFamily: true,
      ...(dial.lookup ? { lookup: dial.lookup } : {}),
    });
    const finish = (result: Omit<Connected, "latencyMs">): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ ...result, latencyMs: Math.round((performance.now() - began) * 10) / 10 });
    };
    const timer = setTimeout(
      () => finish({ outcome: "timeout", detail: "no connection in time" }),
      timeoutMs,
    );
    socket.once("connect", () => finish({ outcome: "ok" }));
    socket.once("error", (error) => finish(classify(error)));
  });
}

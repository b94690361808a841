import { connect } from "node:net";
import type { Outcome } from "./outcome.ts";
import { classify } from "./outcome.ts";

/** Whether a port accepts a connection in time. Nothing is sent. */
export function tryConnect(
  host: string,
  port: number,
  timeoutMs: number,
): Promise<{ outcome: Outcome; detail?: string; latencyMs: number }> {
  return new Promise((resolve) => {
    const began = performance.now();
    const socket = connect({ host, port, autoSelectFamily: true });
    const finish = (outcome: Outcome, detail?: string): void => {
      clearTimeout(timer);
      socket.destroy();
      const latencyMs = Math.round((performance.now() - began) * 10) / 10;
      resolve({ outcome, latencyMs, ...(detail === undefined ? {} : { detail }) });
    };
    const timer = setTimeout(() => finish("timeout", "no connection in time"), timeoutMs);
    socket.once("connect", () => finish("ok"));
    socket.once("error", (error) => {
      const { outcome, detail } = classify(error);
      finish(outcome, detail);
    });
  });
}

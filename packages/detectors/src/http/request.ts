import * as http from "node:http";
import * as https from "node:https";
import { TLSSocket } from "node:tls";
import type { Agents } from "./agents.ts";
import type { Failure } from "./outcome.ts";
import { classify } from "./outcome.ts";

export interface RequestOptions {
  method: string;
  maxBytes: number;
  /** performance.now() at which it is given up, whatever has come by then. */
  deadline: number;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export interface Answer {
  status: number;
  location?: string;
  body: string;
  /** False when the body was cut off at `maxBytes`. */
  complete: boolean;
  certificateDaysLeft?: number;
}

export type Exchange = { ok: true; answer: Answer } | ({ ok: false; stale: boolean } & Failure);

const DAY = 86_400_000;
const LATE_MS = 200;

/** One request and its whole answer within the deadline. A connection that trickles is cut off like one that is silent. */
export function request(
  agents: Agents,
  url: URL,
  options: RequestOptions,
  now: number,
  fresh = false,
): Promise<Exchange> {
  const { dial } = agents;
  const blocked = dial.refuse(url.hostname);
  if (blocked) return Promise.resolve({ ok: false, ...classify(blocked), stale: false });
  return new Promise((resolve) => {
    let connected = false;
    let answered = false;
    let timer: NodeJS.Timeout | undefined;
    const call = (url.protocol === "https:" ? https : http).request(url, {
      method: options.method,
      agent: agents.of(url, fresh),
      ...(dial.lookup ? { lookup: dial.lookup } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
      headers: { "user-agent": "gradus", accept: "*/*", ...options.headers },
    });
    const finish = (exchange: Exchange): void => {
      if (timer) clearTimeout(timer);
      timer = undefined;
      resolve(exchange);
    };
    const fail = (error: unknown): void => {
      const stale = call.reusedSocket && !answered;
      finish({ ok: false, ...classify(error), stale });
    };
    const giveUp = (): void => {
      // What has arrived by now is read first: it may be us who were late.
      setImmediate(() => {
        if (timer === undefined) return;
        const outcome = connected ? "timeout" : "unreachable";
        const detail = answered
          ? "the answer did not end in time"
          : connected
            ? "no answer in time"
            : "no connection in time";
        finish({ ok: false, outcome, detail, stale: false });
        call.destroy();
      });
    };
    timer = setTimeout(
      () => {
        // A machine so busy that this timer fires late has delayed the answer as well.
        const late = performance.now() - options.deadline;
        if (late > LATE_MS) timer = setTimeout(giveUp, Math.min(late, 5_000));
        else giveUp();
      },
      Math.max(1, options.deadline - performance.now()),
    );
    call.on("socket", (socket) => {
      if (socket.connecting) socket.once("connect", () => (connected = true));
      else connected = true;
    });
    call.on("error", fail);
    call.on("response", (response) => {
      answered = true;
      const base = {
        status: response.statusCode ?? 0,
        ...(response.headers.location === undefined ? {} : { location: response.headers.location }),
        ...daysLeft(response.socket, now),
      };
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size <= options.maxBytes) chunks.push(chunk);
        else {
          finish({
            ok: true,
            answer: { ...base, body: Buffer.concat(chunks).toString("utf8"), complete: false },
          });
          call.destroy();
        }
      });
      response.on("error", fail);
      response.on("end", () =>
        finish({
          ok: true,
          answer: { ...base, body: Buffer.concat(chunks).toString("utf8"), complete: true },
        }),
      );
    });
    call.end();
  });
}

function daysLeft(socket: unknown, now: number): { certificateDaysLeft?: number } {
  if (!(socket instanceof TLSSocket)) return {};
  const until = Date.parse(socket.getPeerCertificate().valid_to);
  return Number.isFinite(until) ? { certificateDaysLeft: Math.floor((until - now) / DAY) } : {};
}

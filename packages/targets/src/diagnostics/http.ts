import * as http from "node:http";
import * as https from "node:https";
import { messageOf, redact, type FactOf, type Target } from "@gradus/core";
import type { DiagnosticsOptions, Finding, HttpCheck } from "./context.ts";

const TIMES = 3;
const MAX_BODY = 256 * 1_024;
type Outcome = FactOf<"check">["outcome"];
type Answer = Pick<FactOf<"check">, "outcome" | "status" | "detail" | "latencyMs">;

/** Each HTTP check three times, one after the other: tells what always fails from what fails at times. */
export async function diagnoseHttp(
  options: Pick<DiagnosticsOptions, "check">,
  target: Target,
): Promise<Finding[]> {
  const found = await Promise.all(
    target.health.map(async (check, index) =>
      check.kind === "http" ? repeat(check, String(index), options.check) : [],
    ),
  );
  return found.flat();
}

async function repeat(
  check: HttpCheck,
  index: string,
  elsewhere: DiagnosticsOptions["check"],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (let time = 1; time <= TIMES; time += 1) {
    const began = performance.now();
    const answer: Answer = elsewhere ? await elsewhere(check, index) : await ask(check);
    // Who made the check elsewhere has measured it there, without the way to him.
    const latencyMs = answer.latencyMs ?? Math.round(performance.now() - began);
    const slow = answer.outcome === "ok" && check.latencyMs !== undefined && latencyMs > check.latencyMs;
    const outcome = slow ? "slow" : answer.outcome;
    const detail = answer.detail === undefined ? "" : `, ${answer.detail}`;
    findings.push({
      text: `${check.method} ${redact(check.url, 300)}, try ${time}: ${outcome} after ${latencyMs} ms${detail}`,
      fact: { kind: "check", check: index, type: "http", ...answer, outcome, latencyMs },
    });
  }
  return findings;
}

/** A connection of its own each time: a kept one says nothing about whether a new one is accepted. */
function ask(check: HttpCheck): Promise<Answer> {
  return new Promise((resolve) => {
    const fail = (error: Error): void => resolve({ ...failure(error) });
    const url = new URL(check.url);
    const request = url.protocol === "https:" ? https.request : http.request;
    const outgoing = request(url, {
      method: check.method,
      agent: false,
      headers: { "user-agent": "gradus" },
      signal: AbortSignal.timeout(check.timeoutMs),
    });
    outgoing.on("error", fail);
    outgoing.on("response", (response) => {
      const status = response.statusCode ?? 0;
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("error", fail);
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MAX_BODY) chunks.push(chunk);
        else {
          resolve({ outcome: "too_large", status });
          response.destroy();
        }
      });
      response.on("end", () => resolve(judge(check, status, Buffer.concat(chunks).toString("utf8"))));
    });
    outgoing.end();
  });
}

function judge(check: HttpCheck, status: number, body: string): Answer {
  if (status !== check.status) return { outcome: "status", status, detail: redact(body, 200) };
  if (check.body === undefined || body.includes(check.body)) return { outcome: "ok", status };
  return { outcome: "body", status, detail: redact(body, 200) };
}

const OUTCOMES: ReadonlyArray<readonly [RegExp, Outcome]> = [
  [/^ECONNREFUSED$/, "refused"],
  [/^(ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EACCES)$/, "unreachable"],
  [/^(ETIMEDOUT|ESOCKETTIMEDOUT)$/, "timeout"],
  [/CERT|TLS|SSL|UNABLE_TO|SELF_SIGNED|EPROTO/, "tls"],
  [/^(HPE_|ECONNRESET$|EPIPE$)/, "protocol"],
];

function failure(error: Error): { outcome: Outcome; detail: string } {
  if (error.name === "AbortError" || error.name === "TimeoutError") {
    return { outcome: "timeout", detail: "no answer in time" };
  }
  const code = codeOf(error);
  const outcome = OUTCOMES.find(([pattern]) => pattern.test(code))?.[1] ?? "error";
  return { outcome, detail: redact(code === "" ? messageOf(error) : code, 200) };
}

/** Where several addresses were tried (IPv6, IPv4), the first one's. */
function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return "code" in error && typeof error.code === "string" ? error.code : "";
}

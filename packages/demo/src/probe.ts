import { isDeepStrictEqual } from "node:util";
import { ask } from "./http.ts";
import type { ServiceName } from "./services.ts";

export interface ProbeResult {
  ok: boolean;
  why?: string;
  /** Median over the business requests, when they all came back. */
  milliseconds?: number;
}

interface Known {
  path: string;
  content: unknown;
}

const feedLines = [
  "A shorter path, again.",
  "Two types walk into a bar.",
  "Wrote the first note on the engine.",
  "Found a moth in the relay.",
  "The tape is longer than I thought.",
];

/** What each service is known to answer, exactly. */
export const knownContent: Record<ServiceName, readonly Known[]> = {
  "email-blast": [
    {
      path: "/api/campaigns/1",
      content: {
        id: 1,
        name: "Spring sale",
        status: "scheduled",
        recipients: 1200,
        from: "Gradus Garden",
        preview:
          "Hello Ada, everything for the garden is 20 % off. Unsubscribe: https://mail.example/unsubscribe/1",
      },
    },
  ],
  chatbot: [
    {
      path: "/api/ask?q=hours",
      content: {
        intent: "opening_hours",
        answer: "We are open Monday to Friday, 9:00 to 17:00.",
        language: "en",
      },
    },
    {
      path: "/api/ask?q=shipping",
      content: { intent: "shipping", answer: "Parcels arrive within two working days.", language: "en" },
    },
  ],
  "social-media": [
    {
      path: "/api/feed/ada",
      content: { user: "ada", posts: feedLines.map((text, at) => ({ id: `ada-${at + 1}`, text })) },
    },
    { path: "/api/digest/ada", content: { user: "ada", posts: 5, unread: 3, latest: "Product news" } },
  ],
};

const requests = 6;

/**
 * The probe from outside: /health is 200, six business requests give exactly the known content, and their
 * median is under `slowMilliseconds`. A service at rest takes about 8 ms, with the CPU hog 100 and more;
 * on a machine that is busy anyway, give a limit relative to what was measured before.
 */
export async function probeContent(
  service: ServiceName,
  port: number,
  slowMilliseconds = 50,
): Promise<ProbeResult> {
  const known = knownContent[service];
  const times: number[] = [];
  try {
    const health = await ask(port, "/health");
    if (health.status !== 200)
      return { ok: false, why: `/health gave ${health.status}: ${health.body.trim()}` };
    for (let turn = 0; turn < requests; turn += 1) {
      const { path, content } = known[turn % known.length] as Known;
      const answer = await ask(port, path);
      if (answer.status !== 200)
        return { ok: false, why: `${path} gave ${answer.status}: ${answer.body.trim()}` };
      if (!isDeepStrictEqual(JSON.parse(answer.body), content)) {
        return { ok: false, why: `${path} gave wrong content: ${answer.body.trim()}` };
      }
      times.push(answer.milliseconds);
    }
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
  const milliseconds = Math.round(times.sort((a, b) => a - b)[requests / 2] ?? 0);
  if (milliseconds > slowMilliseconds)
    return { ok: false, why: `slow: median ${milliseconds} ms`, milliseconds };
  return { ok: true, milliseconds };
}

import { type CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { ask } from "../clients/ask.ts";

const PAGE_LINES = 1_000;
const MOST_LINES = 2_000;
const MOST_PAGES = 3;
/** Lines may come in as late as this after they were written. */
const LATE_MS = 120_000;
/** Who is further behind than this goes on at the present: old lines of a flood help nobody. */
const BEHIND_MS = 300_000;

export interface Lines {
  lines: string[];
  /** Where to go on, epoch ms. */
  until: number;
  cut: boolean;
}

/** Lines of a group that were written from `since` on (epoch ms), oldest first, at most 2,000 of them in 3 pages. */
export async function readLines(
  client: CloudWatchLogsClient,
  group: string,
  since: number,
  now: number,
): Promise<Lines> {
  const lines: string[] = [];
  let last: number | undefined;
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await ask(
      "logs:FilterLogEvents",
      client.send(
        new FilterLogEventsCommand({
          logGroupName: group,
          startTime: since,
          limit: Math.min(PAGE_LINES, MOST_LINES - lines.length),
          nextToken: token,
        }),
      ),
    );
    for (const { message = "", timestamp = since } of answer.events ?? []) {
      lines.push(message.replace(/[\r\n]+$/, ""));
      last = Math.max(last ?? timestamp, timestamp);
    }
    token = answer.nextToken;
    if (token === undefined || lines.length >= MOST_LINES) break;
  }
  const cut = token !== undefined;
  return { lines, until: goOnAt({ since, last, cut, now }), cut };
}

/** A quiet group moves on as well, or each look would search a longer time. */
function goOnAt(seen: { since: number; last: number | undefined; cut: boolean; now: number }): number {
  const { since, last, cut, now } = seen;
  const next = last === undefined ? since : last + 1;
  if (cut) return next < now - BEHIND_MS ? now - LATE_MS : next;
  return Math.max(next, now - LATE_MS);
}

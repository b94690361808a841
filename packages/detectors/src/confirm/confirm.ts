import type { Signal } from "@gradus/core";
import { signalSchema, symptomOf } from "@gradus/core";
import { printOf } from "./print.ts";
import type { Blips, Confirmed, ConfirmOptions, ConfirmState, Sighting } from "./state.ts";

const FLAP_WINDOW_MS = 600_000;
const FLAP_BLIPS = 4;
const MIN_LOOKS = 2;
const MIN_NEXT_MS = 500;
/** Two looks further apart than this say nothing about the time between them. */
const MAX_GAP_MS = 60_000;

/**
 * Damping over one look at one target. A signal is confirmed when it was seen in at least two looks over at least the
 * settle time with no good look in between, or is certain. What was confirmed is cleared in the same way.
 */
export function confirm(
  state: ConfirmState,
  signals: readonly Signal[],
  now: number,
  { settleMs }: ConfirmOptions,
): Confirmed {
  const seen = new Map(signals.map((signal) => [printOf(signal), signal]));
  const sightings: Record<string, Sighting> = {};
  const blips = recentBlips(state.blips, now);
  const out: Confirmed = {
    state: { sightings, blips },
    confirmed: [],
    since: {},
    pending: [],
    cleared: [],
    blips: [],
  };
  let waiting = false;

  for (const [print, signal] of seen) {
    const sighting = advance(state.sightings[print], signal, now, settleMs);
    sightings[print] = sighting;
    if (sighting.confirmed) {
      out.confirmed.push(signal);
      out.since[print] = sighting.firstAt;
    } else {
      waiting = true;
      const { firstAt, looks } = sighting;
      out.pending.push({ fingerprint: print, symptom: signal.symptom, firstAt, looks });
    }
  }

  for (const [print, before] of Object.entries(state.sightings)) {
    if (seen.has(print)) continue;
    if (!before.confirmed) {
      out.blips.push(before.signal);
      blips[print] = {
        signal: before.signal,
        times: [...(blips[print]?.times ?? []), now].slice(-2 * FLAP_BLIPS),
      };
      continue;
    }
    const good = { since: before.good?.since ?? now, looks: (before.good?.looks ?? 0) + 1 };
    if (good.looks >= MIN_LOOKS && now - good.since >= settleMs) out.cleared.push(print);
    else {
      sightings[print] = { ...before, good };
      waiting = true;
    }
  }

  for (const flap of flapping(blips, now)) {
    const print = printOf(flap);
    // The service detector may have seen it flap too.
    if (seen.has(print)) continue;
    out.confirmed.push(flap);
    out.since[print] = flap.at;
  }
  return waiting ? { ...out, nextLookMs: Math.max(MIN_NEXT_MS, Math.round(settleMs / 5)) } : out;
}

function advance(before: Sighting | undefined, signal: Signal, now: number, settleMs: number): Sighting {
  const stale = before && !before.confirmed && now - before.lastAt > Math.max(MAX_GAP_MS, 3 * settleMs);
  const firstAt = before && !stale ? before.firstAt : now;
  const looks = before && !stale ? before.looks + 1 : 1;
  const settled = looks >= MIN_LOOKS && now - firstAt >= settleMs;
  const confirmed = before?.confirmed === true || signal.certain === true || settled;
  return { signal, firstAt, lastAt: now, looks, confirmed };
}

function recentBlips(blips: Record<string, Blips>, now: number): Record<string, Blips> {
  const kept: Record<string, Blips> = {};
  for (const [print, { signal, times }] of Object.entries(blips)) {
    const recent = times.filter((at) => at > now - FLAP_WINDOW_MS);
    if (recent.length > 0) kept[print] = { signal, times: recent };
  }
  return kept;
}

function flapping(blips: Record<string, Blips>, now: number): Signal[] {
  return Object.values(blips)
    .filter(({ times, signal }) => times.length >= FLAP_BLIPS && signal.symptom !== "service_flapping")
    .map(({ signal, times }) => {
      const { source, severity, title } = symptomOf("service_flapping");
      return signalSchema.parse({
        source,
        target: signal.target,
        symptom: "service_flapping",
        key: signal.key === undefined ? signal.symptom : `${signal.symptom}:${signal.key}`,
        severity,
        at: now,
        summary: `${signal.target} ${title}: ${signal.symptom} came and went ${times.length} times within ten minutes`,
        evidence: signal.evidence,
        certain: true,
      });
    });
}

import { codeOf } from "./code.ts";
import type { Template } from "./drain.ts";
import { createMiner, MAX_TEMPLATES } from "./drain.ts";
import { fold } from "./fold.ts";
import { levelOf } from "./level.ts";
import { tokensOf } from "./mask.ts";

/** What is usual in one log. */
export interface TallyState {
  templates: Template[];
  /** Start of learning; rates are known from then on. */
  since: number;
  /** Last pass. */
  at: number;
  passes: number;
  /** The last entry may go on in the next pass. */
  open: boolean;
}

export interface Counted {
  template: Template;
  /** Lines since the last pass, estimated where some were skipped. */
  count: number;
  /** Lines a minute. */
  rate: number;
  isNew: boolean;
  sample: string;
}

/** So long a log is learned before anything in it is news. */
export const LEARN_MS = 60_000;
const LEARN_PASSES = 3;
const NEW_MS = 600_000;
const HALF_LIFE_MS = 600_000;
/** A burst may raise what is usual only so fast, so that a flood does not become usual while it lasts. */
const CLIP = 3;
const MIN_ELAPSED_MS = 500;
const MAX_SAMPLE = 500;

export const initialTally = (now: number): TallyState => ({
  templates: [],
  since: now,
  at: now,
  passes: 0,
  open: false,
});

/** Learns lines that were there before the first look: known from now on, and without a rate. */
export function learn(state: TallyState, lines: readonly string[], now: number): TallyState {
  const miner = createMiner(state.templates);
  for (const { head, more } of fold(lines, true)) assign(miner, head, more, 0).lastAt = now;
  return { ...state, templates: miner.templates(), at: now, open: true };
}

/**
 * Counts lines by template. `scale` is over one where lines were skipped: all lines by those that were read.
 * While the log is learned, usual is the mean; after that it follows slowly. Neither follows a burst.
 */
export function count(
  state: TallyState,
  lines: readonly string[],
  now: number,
  scale = 1,
): { state: TallyState; counted: Counted[] } {
  const miner = createMiner(state.templates);
  const learned = now - state.since >= LEARN_MS && state.passes >= LEARN_PASSES;
  const full = state.templates.length >= MAX_TEMPLATES;
  const found = new Map<Template, { count: number; sample: string }>();
  for (const { head, more } of fold(lines, state.open)) {
    // A log that is full of ever new templates cannot have news: they all are.
    const template = assign(miner, head, more, learned && !full ? now : 0);
    template.lastAt = now;
    template.count += 1;
    const entry = found.get(template);
    if (entry) entry.count += 1;
    else found.set(template, { count: 1, sample: `${head}${more}`.slice(0, MAX_SAMPLE) });
  }
  const elapsed = Math.max(MIN_ELAPSED_MS, now - state.at);
  const templates = miner.templates();
  const counted = templates.map((template): Counted => {
    const here = found.get(template);
    const lines = Math.round((here?.count ?? 0) * scale);
    const rate = (lines * 60_000) / elapsed;
    const result: Counted = {
      template: { ...template },
      count: lines,
      rate,
      isNew: template.firstAt > 0 && now - template.firstAt < NEW_MS,
      sample: here?.sample ?? "",
    };
    template.usual = learned
      ? follow(template.usual, rate, elapsed)
      : mean(
          template.usual,
          state.at - state.since,
          state.passes === 0 ? rate : clipped(template.usual, rate),
          elapsed,
        );
    return result;
  });
  const open = state.open || lines.length > 0;
  return { state: { ...state, templates, at: now, passes: state.passes + 1, open }, counted };
}

function assign(miner: ReturnType<typeof createMiner>, head: string, more: string, at: number): Template {
  const code = codeOf(more ? `${head}\n${more}` : head);
  return miner.assign(tokensOf(head), { level: levelOf(head), ...(code === undefined ? {} : { code }), at })
    .template;
}

function follow(usual: number, rate: number, elapsed: number): number {
  const weight = 1 - 0.5 ** (elapsed / HALF_LIFE_MS);
  const next = usual + weight * (clipped(usual, rate) - usual);
  return Math.round(next * 1_000) / 1_000;
}

/** After the first pass one burst must not make itself usual, not while the log is learned either. */
const clipped = (usual: number, rate: number): number => Math.min(rate, CLIP * usual + 1);

const mean = (usual: number, before: number, rate: number, elapsed: number): number =>
  Math.round(((usual * before + rate * elapsed) / (before + elapsed)) * 1_000) / 1_000;

import { createHash } from "node:crypto";
import type { Level } from "./level.ts";
import { WILD } from "./mask.ts";

/**
 * A template miner after He et al., "Drain: An Online Log Parsing Approach with Fixed Depth Tree" (ICWS 2017):
 * lines go by their number of words, then by their first two words, to a small group of templates; they join the most
 * similar one if enough of its words are equal, and words that differ become wildcards.
 */
export interface Template {
  /** From its first line, so that it stays the same while wildcards are added and over restarts. */
  id: string;
  tokens: string[];
  /** Where in the tree it is: the first line's leading words. */
  path: string;
  level: Level;
  code?: string;
  firstAt: number;
  lastAt: number;
  /** Lines ever. */
  count: number;
  /** Lines a minute that are usual. */
  usual: number;
}

const SIMILARITY = 0.6;
const DEPTH = 2;
/** Distinct words at one place of the tree; beyond that they are taken for variable. */
const MAX_CHILDREN = 60;
export const MAX_TEMPLATES = 200;

export interface Miner {
  /** The template of a line, made if there is none. `made` is true then. */
  assign(
    tokens: readonly string[],
    seen: { level: Level; code?: string; at: number },
  ): { template: Template; made: boolean };
  templates(): Template[];
}

/** Works on copies: the templates that are given stay as they are. */
export function createMiner(given: readonly Template[]): Miner {
  const all = new Map<string, Template>();
  const groups = new Map<string, Template[]>();
  const children = new Map<string, Set<string>>();

  const add = (template: Template): void => {
    all.set(template.id, template);
    const group = groups.get(template.path);
    if (group) group.push(template);
    else groups.set(template.path, [template]);
    const [length = "", ...words] = template.path.split(" ");
    words.reduce((above, word) => {
      const known = children.get(above);
      if (known) known.add(word);
      else children.set(above, new Set([word]));
      return `${above} ${word}`;
    }, length);
  };
  const remove = (template: Template): void => {
    all.delete(template.id);
    groups.set(
      template.path,
      (groups.get(template.path) ?? []).filter((t) => t !== template),
    );
  };
  const pathOf = (tokens: readonly string[]): string => {
    let path = String(tokens.length);
    for (const token of tokens.slice(0, DEPTH)) {
      const known = children.get(path);
      const full = known !== undefined && known.size >= MAX_CHILDREN && !known.has(token);
      path += ` ${/\d/.test(token) || full ? WILD : token}`;
    }
    return path;
  };
  for (const template of given) add({ ...template, tokens: [...template.tokens] });

  return {
    templates: () => [...all.values()],
    assign: (tokens, { level, code, at }) => {
      const path = pathOf(tokens);
      const found = mostSimilar(groups.get(path) ?? [], tokens, level, code);
      if (found) {
        found.tokens.forEach((token, i) => {
          if (token !== tokens[i]) found.tokens[i] = WILD;
        });
        return { template: found, made: false };
      }
      if (all.size >= MAX_TEMPLATES) {
        const oldest = [...all.values()].reduce((a, b) => (b.lastAt < a.lastAt ? b : a));
        remove(oldest);
      }
      const id = createHash("sha256")
        .update(`${level} ${tokens.join(" ")}`)
        .digest("hex")
        .slice(0, 12);
      const template: Template = {
        id,
        tokens: [...tokens],
        path,
        level,
        ...(code === undefined ? {} : { code }),
        firstAt: at,
        lastAt: at,
        count: 0,
        usual: 0,
      };
      add(template);
      return { template, made: true };
    },
  };
}

/** Same level and code, and enough equal words: the one with most of them, of equals the older one. */
function mostSimilar(
  group: readonly Template[],
  tokens: readonly string[],
  level: Level,
  code: string | undefined,
): Template | undefined {
  let best: Template | undefined;
  let bestSame = -1;
  for (const template of group) {
    if (template.level !== level || template.code !== code) continue;
    if (template.tokens.length !== tokens.length) continue;
    let same = 0;
    let wild = 0;
    template.tokens.forEach((token, i) => {
      if (token === WILD) wild += 1;
      else if (token === tokens[i]) same += 1;
    });
    const fixed = template.tokens.length - wild;
    // Wildcards match anything and prove nothing: only the fixed words count.
    if (same < fixed * SIMILARITY || (same === 0 && fixed > 0)) continue;
    if (same > bestSame) {
      best = template;
      bestSame = same;
    }
  }
  return best;
}

export const matches = (template: Pick<Template, "tokens">, tokens: readonly string[]): boolean =>
  template.tokens.length === tokens.length &&
  template.tokens.every((token, i) => token === WILD || token === tokens[i]);

export const textOf = (template: Pick<Template, "tokens">): string => template.tokens.join(" ");

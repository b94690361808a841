import { GradusError } from "@gradus/core";
import type { Answer } from "./answer.ts";

type Words = ReadonlyArray<string | number>;

/** Asks the machine one thing. What is asked at about the same time goes in one command. */
export type Look = (words: Words) => Promise<Answer>;

export interface LooksOptions {
  /** Sends questions, and gives the answers by their number: those that found no room are missing. */
  send: (questions: readonly Words[]) => Promise<Map<number, Answer>>;
  /** For how long questions are gathered before they are sent. */
  gather: () => Promise<void>;
  /** Characters of arguments in one command. */
  most: number;
}

interface Pending {
  words: Words;
  answer: PromiseWithResolvers<Answer>;
}

/** Who asks the same thing while it is under way shares its answer. */
export function createLooks({ send, gather, most }: LooksOptions): Look {
  let waiting: Pending[] = [];
  let gathering = false;

  const flush = async (): Promise<void> => {
    const { now, later } = split(waiting, most);
    waiting = later;
    gathering = false;
    if (later.length > 0) start();
    try {
      const answers = await send(now.map((p) => p.words));
      if (now.length > 0 && answers.size === 0)
        throw new GradusError("corrupt", "the machine answered nothing of what it was asked");
      const left: Pending[] = [];
      for (const [index, pending] of now.entries()) {
        const answer = answers.get(index);
        if (answer) pending.answer.resolve(answer);
        else left.push(pending);
      }
      waiting = [...left, ...waiting];
      if (left.length > 0) start();
    } catch (error) {
      for (const pending of now) pending.answer.reject(error);
    }
  };

  const start = (): void => {
    if (gathering) return;
    gathering = true;
    void gather().then(flush);
  };

  return async (words) => {
    const key = words.join(" ");
    const same = waiting.find((p) => p.words.join(" ") === key);
    if (same) return same.answer.promise;
    const pending = { words, answer: withResolvers<Answer>() };
    waiting.push(pending);
    start();
    return pending.answer.promise;
  };
}

interface PromiseWithResolvers<T> {
  promise: Promise<T>;
  resolve(value: T): void;
  reject(reason: unknown): void;
}

function withResolvers<T>(): PromiseWithResolvers<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

function split(all: readonly Pending[], most: number): { now: Pending[]; later: Pending[] } {
  let size = 0;
  const fits = all.findIndex((p, index) => {
    size += p.words.reduce<number>((sum, word) => sum + String(word).length + 1, 0);
    return index > 0 && size > most;
  });
  const at = fits < 0 ? all.length : fits;
  return { now: all.slice(0, at), later: all.slice(at) };
}

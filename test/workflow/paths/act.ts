import type { Verb } from "@gradus/workflows";
import { scenarios } from "./scenarios/index.ts";
import { taskOf, usual } from "./script.ts";

/** What an actor needs of the engine it runs on: in process, or over the APIs of AWS. */
export interface Stage {
  /** How often this was asked before. */
  calls(key: string): Promise<number>;
  succeed(token: string, output: unknown): Promise<void>;
  fail(token: string, error: string, cause: string): Promise<void>;
  /** Comes back too late, or never. */
  hang(): Promise<void>;
}

interface Input {
  readonly state?: Input;
  readonly token?: string;
  readonly task?: string;
  /** Named after the task, for a state that has lost it. */
  readonly target?: string;
  readonly expert?: string;
}

const scripts = new Map(scenarios.map((scenario) => [taskOf(scenario), scenario.script]));

/** Plays a verb as the script of its task says. The one actor for every engine. */
export async function act(stage: Stage, verb: Verb, input: Input): Promise<unknown> {
  const state = input.state ?? input;
  const { task = state.target ?? "", expert } = state;
  const script = scripts.get(task);
  if (script === undefined) throw new Error(`no script for ${task}`);
  const key = expert === undefined ? verb : (`AskExpert:${expert}` as const);
  const turns = script[key] ?? script[verb] ?? usual[verb];
  const turn = turns[Math.min(await stage.calls(`${task}/${key}`), turns.length - 1)];
  if (turn === undefined) throw new Error(`no turn for ${verb} of ${task}`);
  if ("hangs" in turn) {
    // A wait for a person lets its verb go: only the token hangs.
    if (input.token === undefined) await stage.hang();
    return null;
  }
  if ("gives" in turn) return { target: task, ...state, ...turn.gives };
  if ("throws" in turn) throw Object.assign(new Error(`${verb} threw`), { name: turn.throws });
  const { token } = input;
  if (token === undefined) throw new Error(`${verb} of ${task} has no token to settle`);
  if ("answers" in turn) await stage.succeed(token, turn.answers);
  else await stage.fail(token, turn.refuses, `${verb} was refused`);
  return null;
}

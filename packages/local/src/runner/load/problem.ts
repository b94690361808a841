import type { Json } from "../json.ts";

/** One thing in a definition that the runner cannot or will not run. */
export interface Problem {
  /** JSON pointer into the definition, such as `/States/Next phase/Retry/0`. */
  readonly place: string;
  /** The state that it is in; empty for the machine itself. */
  readonly state: string;
  readonly problem: string;
  /** What to write instead. */
  readonly use?: string;
}

/** A definition was refused; `problems` lists everything that is wrong with it. */
export class DefinitionError extends Error {
  override readonly name = "DefinitionError";
  readonly machine: string;
  readonly problems: readonly Problem[];

  constructor(machine: string, problems: readonly Problem[]) {
    const lines = problems.map(
      ({ place, problem, use }) => `  ${place || "/"}: ${problem}${use === undefined ? "" : `; use ${use}`}`,
    );
    super(`The state machine "${machine}" cannot be run here:\n${lines.join("\n")}`);
    this.machine = machine;
    this.problems = problems;
  }
}

/** Where the loader is in a definition, and what it has found there. */
export class Place {
  readonly pointer: string;
  readonly state: string;
  readonly problems: Problem[];
  /** What `$$` has here beyond Execution, State and StateMachine. */
  readonly hasMapItem: boolean;

  constructor(problems: Problem[], pointer = "", state = "", hasMapItem = false) {
    this.problems = problems;
    this.pointer = pointer;
    this.state = state;
    this.hasMapItem = hasMapItem;
  }

  at(...keys: readonly (string | number)[]): Place {
    const steps = keys.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`);
    return new Place(this.problems, this.pointer + steps.join(""), this.state, this.hasMapItem);
  }

  inState(state: string): Place {
    return new Place(this.problems, this.at(state).pointer, state, this.hasMapItem);
  }

  inMap(): Place {
    return new Place(this.problems, this.pointer, this.state, true);
  }

  report(problem: string, use?: string): void {
    const found = { place: this.pointer, state: this.state, problem };
    this.problems.push(use === undefined ? found : { ...found, use });
  }
}

export const kindOf = (value: Json | undefined): string => {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : `a value of type ${typeof value}`;
};

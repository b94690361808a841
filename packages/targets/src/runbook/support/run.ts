import { messageOf, redact, type Clock, type StepResult } from "@gradus/core";

/** Ends an action at its first failed step; the step itself is already written down. */
class StepFailed extends Error {
  override readonly name = "StepFailed";
}

type Json = Record<string, unknown>;

/** The record of one application of a runbook. */
export interface Run {
  readonly steps: StepResult[];
  /** What undo needs. Set before the change is made, so that a half-done action can be undone too. */
  undo?: Json;
  /** What was there before, for telling afterwards whether the cause is gone. */
  before?: Json;
  /** Does one thing and writes down how it went. Throws StepFailed where it threw. */
  step(name: string, act: () => Promise<string>): Promise<void>;
  /** Writes down something that needed no doing. */
  note(name: string): void;
}

export function createRun(clock: Clock): Run {
  const steps: StepResult[] = [];
  return {
    steps,
    async step(name, act) {
      const from = clock.now();
      const write = (ok: boolean, output: string): void => {
        steps.push({ name: redact(name, 200), ok, output: redact(output), ms: clock.now() - from });
      };
      let output: string;
      try {
        output = await act();
      } catch (error) {
        write(false, messageOf(error));
        throw new StepFailed(redact(`${name}: ${messageOf(error)}`, 500));
      }
      write(true, output);
    },
    note(name) {
      steps.push({ name: redact(name, 200), ok: true, output: "", ms: 0 });
    },
  };
}

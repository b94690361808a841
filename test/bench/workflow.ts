import { localNames, remediation, substitute, verbNames, type Verb } from "@gradus/workflows";
import { storeJournal } from "../../packages/local/src/journal/index.ts";
import { createRunner, type TaskHandler } from "../../packages/local/src/runner/index.ts";
import { nodeCrypto } from "@gradus/store";
import { inParallel, timed, type Figure } from "./measure.ts";
import { openDisk } from "./world.ts";

const count = 300;

/** Quick fixes (nine transitions) through the real definition and the real journal, with verbs that do nothing. */
export async function workflow(): Promise<Figure[]> {
  const disk = await openDisk();
  const decisions: Partial<Record<Verb, string>> = {
    Triage: "remediate",
    QuickFix: "allowed",
    Apply: "acted",
    Verify: "fixed",
  };
  const fake =
    (verb: Verb): TaskHandler =>
    async (input) => ({
      ...(input as object),
      target: "web-1",
      phase: 1,
      settle: 0,
      experts: [],
      decision: decisions[verb] ?? "closed",
    });
  const { client, table } = disk.embedded;
  const runner = createRunner({
    journal: storeJournal({ client, table, clock: { now: () => Date.now() }, crypto: nodeCrypto }),
    machines: { Remediation: substitute(remediation, localNames) },
    resources: {
      ...Object.fromEntries(verbNames.map((v) => [v, fake(v)])),
      "arn:aws:states:::lambda:invoke": async () => ({}),
      "arn:aws:states:::sns:publish": async () => ({}),
    },
    concurrency: 16,
  });
  const run = async (name: string): Promise<void> => {
    const { id } = await runner.startExecution({ machine: "Remediation", name, input: { task: name } });
    const ended = await runner.whenEnded(id);
    if (ended.status !== "SUCCEEDED") throw new Error(`${name} ended ${ended.status}`);
  };
  try {
    await run("warm-up");
    let transitions = 0;
    const stop = runner.onTransition(() => (transitions += 1));
    const alone = await timed(() => inParallel(count, 1, (n) => run(`alone-${n}`)));
    const journaled = transitions / count;
    stop();
    const together = await timed(() => inParallel(count, 16, (n) => run(`together-${n}`)));
    return [
      { name: "quick fix executions, one at a time", value: (count / alone.wallMs) * 1000, unit: "/s" },
      { name: "quick fix executions, 16 at once", value: (count / together.wallMs) * 1000, unit: "/s" },
      { name: "journal writes for one", value: journaled, unit: "" },
    ];
  } finally {
    await runner.close();
    await disk.close();
  }
}

import { Command } from "commander";
import { addAudit } from "./commands/audit.ts";
import { addEscalations } from "./commands/escalations.ts";
import { addPatterns } from "./commands/patterns.ts";
import { addStart } from "./commands/start.ts";
import { addStatus } from "./commands/status.ts";
import { addMail } from "./commands/mail.ts";
import { addSwitches } from "./commands/switches.ts";
import { addTargets } from "./commands/targets.ts";
import { addTasks } from "./commands/tasks.ts";

export type Env = Readonly<Record<string, string | undefined>>;

const EXAMPLES = `
Examples:
  gradus start                                  the demo fleet, with the page on http://127.0.0.1:8888
  gradus start --targets my.yaml --observe      watch your own services, act on nothing
  gradus targets check --targets my.yaml        what Gradus can see of them, and may do
  gradus inject chatbot kill                    break a demo service, and watch
  gradus tasks                                  what is going on
  gradus task 3f2a90c1d2e4b567-1                one task from first signal to last word
  gradus approve 3f2a90c1d2e4b567-1-a1-09f3c2   let it do exactly what it asked for
  gradus audit verify                           are all audit chains intact?
`;

/** The gradus command. Results go to stdout, everything else to stderr. */
export function buildProgram(env: Env): Command {
  const program = new Command("gradus")
    .description(
      "Detects problems on what it watches, fixes them in four phases, and believes nothing it has not verified.",
    )
    .option("--url <url>", "a running Gradus (default: GRADUS_URL, or http://127.0.0.1:8888)")
    .option("--json", "machine-readable output")
    .showHelpAfterError("(run with --help for what there is)")
    .addHelpText("after", EXAMPLES)
    .exitOverride();
  addStart(program, env);
  addStatus(program, env);
  addTargets(program, env);
  addTasks(program, env);
  addEscalations(program, env);
  addSwitches(program, env);
  addPatterns(program, env);
  addMail(program, env);
  addAudit(program, env);
  return program;
}

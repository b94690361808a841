import type { Command } from "commander";
import { calling } from "../command.ts";
import type { Env } from "../program.ts";
import { table } from "../text/format.ts";

interface FaultView {
  id: string;
  title: string;
  targets: string[];
}

export function addSwitches(program: Command, env: Env): void {
  program
    .command("pause [target]")
    .description("kill switch: act on nothing, or not on one target, until resumed")
    .option("-m, --reason <text>", "why", "paused from the command line")
    .addHelpText("after", '\nExamples:\n  gradus pause\n  gradus pause chatbot -m "deploying"\n')
    .action(
      calling(env, async ({ client, print, args: [target], option }) => {
        const of = target === undefined ? {} : { target };
        const settings = await client.post("/api/pause", { reason: option("reason"), ...of });
        print(settings, () =>
          target === undefined
            ? "Paused. Gradus goes on watching, and acts on nothing until: gradus resume"
            : `${target} is paused until: gradus resume ${target}`,
        );
      }),
    );
  program
    .command("resume [target]")
    .description("let Gradus act again")
    .action(
      calling(env, async ({ client, print, args: [target] }) => {
        const settings = await client.post("/api/resume", target === undefined ? {} : { target });
        print(settings, () => (target === undefined ? "Gradus acts again." : `${target} is acted on again.`));
      }),
    );
  program
    .command("inject [target] [fault]")
    .description("break a service of the demo fleet; without a fault: what can be broken")
    .addHelpText("after", "\nExamples:\n  gradus inject\n  gradus inject chatbot bad_release\n")
    .action(
      calling(env, async ({ client, print, args: [target, type] }) => {
        if (target === undefined || type === undefined) {
          const page = await client.get<{ faults: FaultView[] }>("/api/faults");
          const faults = page.faults.filter((f) => target === undefined || f.targets.includes(target));
          print({ faults }, () => faultsText(faults, target));
          return;
        }
        process.stderr.write(`Breaking ${target} …\n`);
        const injected = await client.post<{ cause: string }>("/api/test/anomaly", { target, type });
        print(injected, () => `${injected.cause}\nWatch it: npm run gradus -- tasks --target ${target}`);
      }),
    );
}

function faultsText(faults: readonly FaultView[], target: string | undefined): string {
  if (faults.length === 0)
    return target === undefined ? "There is no demo fleet here." : `Nothing can be broken on "${target}".`;
  return table(faults.map((f) => [f.id, f.title, f.targets.join(", ")]));
}

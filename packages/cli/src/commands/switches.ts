import type { Command } from "commander";
import { calling } from "../command.ts";
import type { Env } from "../program.ts";
import { table } from "../text/format.ts";

export function addSwitches(program: Command, env: Env): void {
  program
    .command("pause [target]")
    .description("kill switch: act on nothing, or not on one target, until resumed")
    .option("-m, --reason <text>", "why", "paused from the command line")
    .action(
      calling(env, async ({ client, print }, [target], options) => {
        const settings = await client.post("/api/pause", {
          reason: String(options["reason"]),
          ...(target === undefined ? {} : { target }),
        });
        print(settings, () =>
          target === undefined
            ? "Paused. Gradus goes on watching, and acts on nothing until: gradus resume"
            : `${target} is paused.`,
        );
      }),
    );
  program
    .command("resume [target]")
    .description("let Gradus act again")
    .action(
      calling(env, async ({ client, print }, [target]) => {
        const settings = await client.post("/api/resume", target === undefined ? {} : { target });
        print(settings, () => (target === undefined ? "Gradus acts again." : `${target} is acted on again.`));
      }),
    );
  program
    .command("inject [target] [fault]")
    .description("break a service of the demo fleet; without arguments: what can be broken")
    .action(
      calling(env, async ({ client, print }, [target, type]) => {
        if (target === undefined || type === undefined) {
          const { faults } = await client.get<{
            faults: Array<{ id: string; title: string; targets: string[] }>;
          }>("/api/faults");
          print({ faults }, () =>
            table(
              faults.map((f) => [f.id, f.title, f.targets.join(", ")]),
              "",
            ),
          );
          return;
        }
        const injected = await client.post<{ cause: string }>("/api/test/anomaly", { target, type });
        print(injected, () => `${injected.cause}\nWatch it: gradus tasks --target ${target}`);
      }),
    );
}

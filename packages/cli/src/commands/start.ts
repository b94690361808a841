import { resolve } from "node:path";
import { GradusError } from "@gradus/core";
import { optionsSchema, startGradus, type Options } from "@gradus/local";
import { type Command, InvalidArgumentError } from "commander";
import * as z from "zod";
import { followEvents } from "../live/events.ts";
import { liveScreen } from "../live/screen.ts";
import type { Env } from "../program.ts";

const whole = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("a whole number is expected");
  return Number(text);
};

const seconds = (text: string): number => {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text);
  if (!match) throw new InvalidArgumentError("a duration is expected, such as 10s, 500ms or 1m");
  const factor = match[2] === "ms" ? 1 : match[2] === "m" ? 60_000 : 1_000;
  return Math.round(Number(match[1]) * factor);
};

export function addStart(program: Command, env: Env): void {
  program
    .command("start")
    .description("run Gradus on this machine: detectors, workflows, API and page")
    .option("--targets <file>", "what to watch", "targets.yaml")
    .option("--data <dir>", "where Gradus keeps everything", ".gradus")
    .option("--port <n>", "of page and API (0: any free one)", whole, 8888)
    .option(
      "--host <address>",
      "where to listen; elsewhere than on loopback GRADUS_TOKEN must be set",
      "127.0.0.1",
    )
    .option("--no-demo", "leave the demo fleet out")
    .option("--observe", "propose, but act on nothing")
    .option("--workers <n>", "tasks that are worked on at once", whole, 4)
    .option("--interval <duration>", "check every target this often (least: 1s)", seconds)
    .addHelpText(
      "after",
      "\nEnvironment: GRADUS_TOKEN (API token), GRADUS_SMTP_URL (smtp://…), GRADUS_MAIL_FROM, GRADUS_MAIL_TO (comma-separated)\n",
    )
    .action(async (flags: Record<string, unknown>, command: Command) => {
      const json = command.optsWithGlobals<{ json?: boolean }>().json === true;
      const gradus = await startGradus(parseOptions(flags, env), env);
      const view = json
        ? followEvents(gradus, process.stdout)
        : liveScreen(gradus, process.stdout, process.stdout.isTTY === true);
      await untilAskedToStop();
      view.stop("stopping");
      await gradus.stop();
      view.stop("stopped");
      // Keep-alive timers of libraries must not keep a stopped Gradus running.
      process.exit(0);
    });
}

function parseOptions(flags: Record<string, unknown>, env: Env): Options {
  const parsed = optionsSchema.safeParse({
    dataDir: resolve(String(flags["data"])),
    targetsFile: resolve(String(flags["targets"])),
    host: flags["host"],
    port: flags["port"],
    demo: flags["demo"],
    observe: flags["observe"] ?? false,
    workers: flags["workers"],
    ...(flags["interval"] === undefined ? {} : { intervalMs: flags["interval"] }),
    ...(env["GRADUS_SMTP_URL"] === undefined ? {} : { smtpUrl: env["GRADUS_SMTP_URL"] }),
    ...(env["GRADUS_MAIL_FROM"] === undefined ? {} : { mailFrom: env["GRADUS_MAIL_FROM"] }),
    ...(env["GRADUS_MAIL_TO"] === undefined
      ? {}
      : { mailTo: env["GRADUS_MAIL_TO"].split(",").map((a) => a.trim()) }),
    ...(env["GRADUS_TOKEN"] === undefined ? {} : { token: env["GRADUS_TOKEN"] }),
  });
  if (!parsed.success)
    throw new GradusError("invalid_input", `gradus start: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Ctrl-C or a polite kill; the second one is not polite any more. */
function untilAskedToStop(): Promise<void> {
  return new Promise((done) => {
    let asked = false;
    const ask = (): void => {
      if (asked) process.exit(130);
      asked = true;
      done();
    };
    process.on("SIGINT", ask);
    process.on("SIGTERM", ask);
    process.on("SIGHUP", ask);
  });
}

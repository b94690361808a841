import { findRoot, type Gradus, openSite, type Site, startGradus } from "@gradus/local";
import { type Command, Option } from "commander";
import { followEvents, type View } from "../live/events.ts";
import { showLines } from "../live/lines.ts";
import { liveScreen } from "../live/screen.ts";
import type { Env } from "../program.ts";
import { parseOptions } from "./start-options.ts";
import { untilAskedToStop } from "./signals.ts";
import { durationArgument, wholeArgument } from "../text/argument.ts";

const HELP = `
On a terminal: a live summary. Elsewhere: one line for each thing worth knowing. With --json: events as NDJSON, the first is
gradus.started with the url. Ctrl-C (or SIGTERM) stops Gradus and every process that it started; a second Ctrl-C does not wait.

Environment:
  GRADUS_TOKEN      API token (16 characters or more); needed with --host and --public-url
  GRADUS_PUBLIC_URL the same as --public-url
  GRADUS_SMTP_URL   smtp://user:password@host:port; without it mail stays in the outbox
  GRADUS_MAIL_FROM  sender
  GRADUS_MAIL_TO    recipients, comma-separated; times are this machine's, or: "ada@example.org Europe/Berlin"

Examples:
  gradus start                                 the demo fleet
  gradus start --targets my.yaml --observe     watch your own services, act on nothing
  gradus start --no-demo --interval 30s        leave the demo fleet out, look twice a minute
  gradus start --json | jq -c .type            what happens, for programs
`;

export function addStart(program: Command, env: Env): void {
  program
    .command("start")
    .description("run Gradus on this machine: detectors, workflows, API and page")
    .option("--targets <file>", "what to watch", "targets.yaml")
    .option("--data <dir>", "where Gradus keeps everything", ".gradus")
    .addOption(
      new Option("--port <n>", "of page and API (0: any free one)")
        .argParser(wholeArgument(0, 65_535))
        .default(8888),
    )
    .option(
      "--host <address>",
      "where to listen; elsewhere than on loopback GRADUS_TOKEN must be set",
      "127.0.0.1",
    )
    .option(
      "--public-url <url>",
      "where people elsewhere open the page (https://gradus.example.org): used in mail, and answered; GRADUS_TOKEN must be set",
    )
    .option("--no-demo", "leave the demo fleet out")
    .option("--observe", "propose, but act on nothing")
    .addOption(
      new Option("--workers <n>", "tasks that are worked on at once")
        .argParser(wholeArgument(1, 64))
        .default(4),
    )
    .addOption(
      new Option("--interval <duration>", "check every target this often").argParser(durationArgument(1_000)),
    )
    .addHelpText("after", HELP)
    .action(async (flags: Record<string, unknown>, command: Command) => {
      const { json = false } = command.optsWithGlobals<{ json?: boolean }>();
      await run(
        () => startGradus(parseOptions(flags, env), env, dashboard(env)),
        (gradus) => viewOf(gradus, json, env),
      );
    });
}

/** The dashboard, where there is one. It tells on the error stream, for the other one may be read by a program. */
function dashboard(env: Env): (() => Site) | undefined {
  const root = findRoot();
  if (root === undefined) return undefined;
  return () => openSite({ root, env, say: (line) => void process.stderr.write(`${line}\n`) });
}

async function run(start: () => Promise<Gradus>, view: (gradus: Gradus) => View): Promise<void> {
  let gradus: Gradus | undefined;
  const { asked } = untilAskedToStop(async () => gradus?.kill());
  gradus = await start();
  const started = gradus;
  // A terminal that was closed, or a pipe that nobody reads any more, is no reason to leave services unwatched.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  process.on("uncaughtExceptionMonitor", (error) =>
    started.context.log(
      "error",
      "Gradus ends because of a fault of its own; what it supervises goes on running",
      {
        error: error.stack ?? error.message,
      },
    ),
  );
  const shown = view(started);
  await asked;
  shown.stopping();
  await started.stop();
  shown.stopped();
  // Keep-alive timers of libraries must not keep a stopped Gradus running.
  process.exit(0);
}

function viewOf(gradus: Gradus, json: boolean, env: Env): View {
  if (json) return followEvents(gradus, process.stdout);
  const isScreen = process.stdout.isTTY && env["TERM"] !== "dumb";
  return isScreen ? liveScreen(gradus, process.stdout) : showLines(gradus, process.stdout);
}

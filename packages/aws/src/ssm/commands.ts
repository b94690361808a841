import { GradusError, type Target } from "@gradus/core";
import { actingCommands, isAmong, openWords, readOnlyCommands } from "@gradus/targets";
import { encode } from "./words.ts";

/** An argument list that may be run, and where. The words of `openWords` stand for what is only known when it runs. */
export interface KnownCommand {
  argv: readonly string[];
  cwd?: string;
}

export interface KnownCommands {
  observe: readonly KnownCommand[];
  act: readonly KnownCommand[];
}

/** All commands of the entries that are reached over Systems Manager: what is not among them cannot be run there. */
export function commandsOf(targets: readonly Target[]): KnownCommands {
  const known = (list: (target: Target) => string[][]): KnownCommand[] =>
    distinct(targets.flatMap((target) => list(target).map((argv) => placed(target, argv))));
  return { observe: known(readOnlyCommands), act: known(actingCommands) };
}

/** A manager's commands run in its folder, and all others where the agent is. */
function placed({ manager }: Target, argv: string[]): KnownCommand {
  if (manager?.kind !== "script" || manager.cwd === undefined) return { argv };
  const own = [manager.status, manager.start, manager.stop, manager.restart];
  return own.includes(argv) ? { argv, cwd: manager.cwd } : { argv };
}

export const isKnown = (commands: readonly KnownCommand[], { argv, cwd }: KnownCommand): boolean =>
  isAmong(
    commands.filter((c) => c.cwd === cwd).map((c) => c.argv),
    argv,
  );

/** The arguments that say which command is meant: its folder ("" for none) and its words, in full. */
export const keyOf = ({ argv, cwd = "" }: KnownCommand): string[] => [cwd, ...argv].map(encode);

function distinct(commands: readonly KnownCommand[]): KnownCommand[] {
  const byKey = new Map(commands.map((c) => [keyOf(c).join(), c]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, command]) => command);
}

/** Throws "invalid_input" for what the script could not start as it is meant. */
export function checkCommand({ argv, cwd }: KnownCommand): void {
  const [name] = argv;
  const wrong =
    name === undefined || name === "" || name.startsWith("-") || name.includes("=")
      ? "the first word must name a program"
      : argv.some((word) => word.includes("\0"))
        ? "a word holds a zero byte"
        : argv.filter((word) => word in openWords).length > 1
          ? "more than one word is open"
          : cwd !== undefined && !cwd.startsWith("/")
            ? "the folder is not absolute"
            : undefined;
  if (wrong !== undefined) throw new GradusError("invalid_input", `${argv.join(" ")}: ${wrong}`);
}

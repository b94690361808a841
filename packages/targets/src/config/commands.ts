import type { Target } from "@gradus/core";
import { VERSION } from "../runbook/cards/params.ts";
import { compress, logsOf, STAMP } from "../runbook/support/logs.ts";

/**
 * Words of a command that are only known when it runs. Everything else is a word of the entry. Keys are what stands in the
 * list instead, values what such a word must match.
 */
export const openWords: Readonly<Record<string, RegExp>> = { "<version>": VERSION, "<stamp>": STAMP };

/** Every command of an entry that only looks: its manager's status, its checks, its release's versions. */
export function readOnlyCommands(target: Target): string[][] {
  const { manager, release, health } = target;
  return [
    ...(manager?.kind === "script" ? [manager.status] : []),
    ...health.flatMap((check) => (check.kind === "command" ? [check.command] : [])),
    ...(release?.kind === "command" ? [release.current, release.list] : []),
  ];
}

/** Every command of an entry, or of a runbook on it, that changes something. May hold open words. */
export function actingCommands(target: Target): string[][] {
  const { manager, release, controls } = target;
  return [
    ...(manager?.kind === "script" ? [manager.start, manager.stop] : []),
    ...(manager?.kind === "script" && manager.restart ? [manager.restart] : []),
    ...(release?.kind === "command" ? [[...release.rollBack, "<version>"]] : []),
    ...Object.values(controls).flatMap((c) => (c?.kind === "command" ? [c.command] : [])),
    ...logsOf(target).map((path) => compress(path, "<stamp>")),
  ];
}

/** Whether a command is one of those, word for word, with fitting words where they are open. */
export function isAmong(commands: ReadonlyArray<readonly string[]>, argv: readonly string[]): boolean {
  return commands.some(
    (command) =>
      command.length === argv.length && command.every((word, index) => isWord(word, argv[index] ?? "")),
  );
}

const isWord = (word: string, given: string): boolean => openWords[word]?.test(given) ?? word === given;

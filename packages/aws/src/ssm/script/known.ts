import { GradusError } from "@gradus/core";
import { openWords } from "@gradus/targets";
import { checkCommand, keyOf, type KnownCommand } from "../commands.ts";
import { argsOf, encode } from "../words.ts";

/** What the patterns of `openWords` are in the shell's words. A test holds both against each other. */
const checks: Readonly<Record<string, string>> = {
  "<version>": `case $open in '' | [!A-Za-z0-9]* | *[!A-Za-z0-9._+:-]*) return 1 ;; esac
  [ "\${#open}" -le 300 ]`,
  "<stamp>": `case $open in .${"[0-9]".repeat(8)}T${"[0-9]".repeat(6)}Z.gz) return 0 ;; esac
  return 1`,
};

/**
 * The table of commands, as a function that says whether one is in it. It is compared whole, in base64, where no letter means
 * anything to the shell. There are no numbers in it: a table that was deployed later or earlier than the code that asks may
 * refuse a command, but never runs another one.
 */
export function known(commands: readonly KnownCommand[]): string {
  const literal: string[] = [];
  const open: string[] = [];
  for (const command of commands) {
    checkCommand(command);
    const at = command.argv.findIndex((word) => word in openWords);
    if (at < 0) literal.push(`'${argsOf(keyOf(command))}'`);
    else open.push(openCase(command, at));
  }
  const used = [...new Set(commands.flatMap((c) => c.argv.filter((word) => word in openWords)))].sort();
  return [
    ...used.map((word) => `${nameOf(word)}() {\n  ${checkOf(word)}\n}`),
    `# The word between two others, decoded.
between() { # all, before, after
  open=\${1#"$2"}
  open=\${open%"$3"}
  case $open in *,*) return 1 ;; esac
  open=$(printf '%s' "$open" | base64 -d 2>/dev/null && printf .) || return 1
  open=\${open%.}
}
known() {`,
    ...(literal.length > 0 ? [`  case $1 in\n    ${literal.join(" | \\\n    ")}) return 0 ;;\n  esac`] : []),
    ...open,
    "  return 1\n}",
  ].join("\n");
}

function openCase(command: KnownCommand, at: number): string {
  const words = keyOf(command);
  const before = argsOf(words.slice(0, at + 1));
  const after = `,${argsOf(words.slice(at + 2))}`;
  const check = nameOf(command.argv[at] ?? "");
  return `  case $1 in '${before}'*'${after}') if between "$1" '${before}' '${after}' && ${check}; then return 0; fi ;; esac`;
}

const nameOf = (word: string): string => `is_${word.replace(/\W/g, "")}`;

function checkOf(word: string): string {
  const check = checks[word];
  if (check === undefined) throw new GradusError("internal", `the script cannot check ${encode(word)}`);
  return check;
}

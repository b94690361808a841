import { GradusError } from "@gradus/core";
import type { KnownCommand } from "./commands.ts";
import { act } from "./script/act.ts";
import { known } from "./script/known.ts";
import { look } from "./script/look.ts";
import { prelude } from "./script/prelude.ts";
import { run } from "./script/run.ts";
import { sample } from "./script/sample.ts";
import { write } from "./script/write.ts";
import { MAX_ARGS } from "./words.ts";

/** The content of a command document (schema 2.2), to be deployed as JSON. */
export interface SsmDocument {
  schemaVersion: "2.2";
  description: string;
  parameters: Record<string, SsmParameter>;
  mainSteps: Array<{
    action: "aws:runShellScript";
    name: string;
    precondition: { StringEquals: [string, string] };
    inputs: { timeoutSeconds: string; runCommand: string[] };
  }>;
}

export interface SsmParameter {
  type: "String";
  description: string;
  default?: string;
  allowedValues?: string[];
  allowedPattern?: string;
}

/** Systems Manager takes 64 KB, and counts what a document is given when it is run. */
const MAX_BYTES = 64 * 1_024 - MAX_ARGS - 1_024;

/** What is called for each `op`. */
const looks = { look: "look", run: "run" };
const acts = {
  write: "write",
  "set-mode": "set_mode",
  remove: "remove",
  truncate: "truncate_file",
  link: "link",
  signal: "signal",
  renice: "renice_all",
  "renice-session": "renice_session",
  run: "run",
};

/** Looks, and runs the given commands, which only look. Nothing in it changes anything. */
export const observeDocument = (commands: readonly KnownCommand[]): SsmDocument =>
  document("observe", "Gradus looks at a machine.", looks, [look, sample, run, known(commands)]);

/** Acts, and runs the given commands, which act. What looks is in the other document, so that either may be allowed alone. */
export const actDocument = (commands: readonly KnownCommand[]): SsmDocument =>
  document("act", "Gradus changes something on a machine.", acts, [act, write, run, known(commands)]);

function document(
  name: string,
  description: string,
  ops: Readonly<Record<string, string>>,
  parts: readonly string[],
): SsmDocument {
  const choose = Object.entries(ops).map(([op, call]) => `  ${op}) ${call} ;;`);
  const script = [prelude, ...parts, "", "case $op in", ...choose, "esac", "end"].join("\n");
  const made: SsmDocument = {
    schemaVersion: "2.2",
    description,
    parameters: {
      op: { type: "String", description: "What is done.", allowedValues: Object.keys(ops) },
      args: {
        type: "String",
        description: "What it is done with: numbers, plain words and base64, each followed by a comma.",
        default: "",
        allowedPattern: "^[A-Za-z0-9+/=,]*$",
      },
      timeout: {
        type: "String",
        description: "Seconds after which the script is ended.",
        default: "60",
        allowedPattern: "^[1-9][0-9]{0,3}$",
      },
    },
    mainSteps: [
      {
        action: "aws:runShellScript",
        name,
        precondition: { StringEquals: ["platformType", "Linux"] },
        inputs: { timeoutSeconds: "{{ timeout }}", runCommand: script.split("\n") },
      },
    ],
  };
  const size = Buffer.byteLength(JSON.stringify(made));
  if (size > MAX_BYTES) {
    const why = `the ${name} document would have ${size} bytes of ${MAX_BYTES}: targets.yaml has too many different commands`;
    throw new GradusError("limit", why);
  }
  return made;
}

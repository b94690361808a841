import { buildProgram } from "./program.ts";
import { report } from "./report.ts";

// The one place of this root that reads the environment.
// oxlint-disable-next-line node/no-process-env
const env = process.env;

try {
  await buildProgram(env).parseAsync(process.argv);
} catch (error) {
  process.exitCode = report(error, process.stderr);
}

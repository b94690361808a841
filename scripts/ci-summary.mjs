// Reads the reports of .ci/run, fails if an expected suite did not run, and ends with the line that CI counts by.
import { readFileSync } from "node:fs";

const [testReport, chaosReport] = process.argv.slice(2);

/** Folders of which at least one test must have run. */
const EXPECTED = [
  "packages/core/test",
  "packages/detectors/test",
  "packages/demo/test",
  "packages/experts/test",
  "packages/local/test",
  "packages/mail/test",
  "packages/targets/test",
  "packages/workflows/test",
  "test/app",
  "test/browser",
  "test/chaos",
  "test/cli",
  "test/conformance",
  "test/contract",
  "test/crash",
  "test/start",
  "test/workflow",
];

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    console.error(`no report in ${file}: ${error.message}`);
    return undefined;
  }
}

const tests = read(testReport);
const chaos = read(chaosReport);
let passed = tests?.numPassedTests ?? 0;
let failed = tests?.numFailedTests ?? 1;
const skipped = (tests?.numPendingTests ?? 0) + (tests?.numTodoTests ?? 0);

const ran = new Set(
  (tests?.testResults ?? [])
    .filter((r) => r.assertionResults.some((a) => a.status === "passed"))
    .map((r) => r.name.replaceAll("\\", "/")),
);
for (const suite of EXPECTED) {
  if ([...ran].some((file) => file.includes(`/${suite}/`))) continue;
  console.error(`expected suite did not run: ${suite}`);
  failed++;
}
for (const result of tests?.testResults ?? []) {
  for (const a of result.assertionResults)
    if (a.status !== "passed" && a.status !== "failed") console.error(`skipped: ${a.fullName}`);
}

if (chaos) {
  for (const run of chaos.results) {
    if (run.ok) passed++;
    // The suite's own bar decides (exit code of npm run chaos); here every run that was not good is named.
    else console.error(`chaos: ${run.spec.case} on ${run.spec.service}: ${run.failures.join("; ")}`);
  }
} else {
  failed++;
}

console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 ? 0 : 1);

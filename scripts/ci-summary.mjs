// Reads the reports of .ci/run, fails if an expected suite did not run, and ends with the line that CI counts by.
import { existsSync, readFileSync } from "node:fs";

const [testReport, browserReport, longReport, chaosReport, deployedReport] = process.argv.slice(2);

/** Folders of which at least one test must have run. */
const EXPECTED = [
  "packages/aws/test",
  "packages/core/test",
  "packages/detectors/test",
  "packages/demo/test",
  "packages/experts/test",
  "packages/local/test",
  "packages/mail/test",
  "packages/targets/test",
  "packages/workflows/test",
  "test/app",
  "test/cli",
  "test/conformance",
  "test/contract",
  "test/stacks",
  "test/start",
  "test/web",
  "test/workflow",
];
const EXPECTED_BROWSER = ["test/browser"];
const EXPECTED_LONG = ["packages/demo/test", "test/chaos", "test/crash", "test/start"];
const EXPECTED_DEPLOYED = ["test/deployed/adapters", "test/deployed/system", "test/deployed/workflow"];

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    console.error(`no report in ${file}: ${error.message}`);
    return undefined;
  }
}

let passed = 0;
let failed = 0;
let skipped = 0;

/** Counts a report of vitest; a suite that was to run and did not is a failure, and what was skipped is named. */
function count(report, expected) {
  passed += report?.numPassedTests ?? 0;
  failed += report?.numFailedTests ?? 1;
  skipped += (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  const results = report?.testResults ?? [];
  const ran = results
    .filter((r) => r.assertionResults.some((a) => a.status === "passed"))
    .map((r) => r.name.replaceAll("\\", "/"));
  for (const suite of expected) {
    if (ran.some((file) => file.includes(`/${suite}/`))) continue;
    console.error(`expected suite did not run: ${suite}`);
    failed++;
  }
  for (const result of results)
    for (const a of result.assertionResults)
      if (a.status !== "passed" && a.status !== "failed") console.error(`skipped: ${a.fullName}`);
}

count(read(testReport), EXPECTED);
count(read(browserReport), EXPECTED_BROWSER);
count(read(longReport), EXPECTED_LONG);
if (existsSync(deployedReport)) count(read(deployedReport), EXPECTED_DEPLOYED);
else {
  skipped++;
  console.error("skipped: test/deployed as a whole, for MiniStack could not be installed");
}

const chaos = read(chaosReport);
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

// Reads the reports of .ci/run, fails if a test file ran in none of its commands, and ends with the line that CI counts by.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const [testReport, browserReport, longReport, chaosReport, deployedReport] = process.argv.slice(2);

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

/** Absolute paths of the files of which at least one test passed. */
const ran = new Set();

/** Counts a report of vitest, and names what was skipped. */
function count(report) {
  passed += report?.numPassedTests ?? 0;
  failed += report?.numFailedTests ?? 1;
  skipped += (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  for (const { name, assertionResults } of report?.testResults ?? []) {
    if (assertionResults.some((a) => a.status === "passed")) ran.add(path.resolve(name));
    for (const a of assertionResults)
      if (a.status !== "passed" && a.status !== "failed") console.error(`skipped: ${a.fullName}`);
  }
}

/** Paths of the test files in a folder, wherever vitest is told to run them. */
function testFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((file) => /\.test\.tsx?$/.test(file) && !file.includes("node_modules"))
    .map((file) => path.join(folder, file));
}

for (const report of [testReport, browserReport, longReport]) count(read(report));

const isDeployed = existsSync(deployedReport);
if (isDeployed) count(read(deployedReport));
else {
  skipped++;
  console.error("skipped: test/deployed as a whole, for MiniStack could not be installed");
}

for (const file of [...testFiles("packages"), ...testFiles("test")]) {
  if (ran.has(path.resolve(file))) continue;
  if (!isDeployed && file.startsWith(path.join("test", "deployed"))) continue;
  console.error(`no test of it has run and passed: ${file}`);
  failed++;
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

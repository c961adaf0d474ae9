// Prints "passed failed" of the runs' JSON reports: node count-tests.mjs <exit status> <vitest report> <playwright report>
import fs from "node:fs";

const [status, vitestReport, playwrightReport] = process.argv.slice(2);
const counts = [countVitest(read(vitestReport)), countPlaywright(read(playwrightReport))];
const passed = counts.reduce((sum, count) => sum + count.passed, 0);
let failed = counts.reduce((sum, count) => sum + count.failed, 0);
// No run is good in which a part tested nothing, or that failed for a reason no test shows.
if (failed === 0 && (counts.some((count) => count.passed === 0) || status !== "0")) failed = 1;
console.log(`${passed} ${failed}`);

/** Undefined where there is no report, or half of one: something before the tests failed, or the runner died. */
function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function countVitest(report) {
  if (report === undefined) return { passed: 0, failed: 0 };
  // A file that could not be loaded fails without a test of its own; it counts as one.
  const broken = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}

function countPlaywright(report) {
  if (report === undefined) return { passed: 0, failed: 0 };
  const { expected, unexpected, flaky } = report.stats;
  return { passed: expected + flaky, failed: unexpected + report.errors.length };
}

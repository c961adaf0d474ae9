// Prints "passed failed" of a vitest JSON report: node count-tests.mjs <report> <exit status of the run>
import fs from "node:fs";

const [report, status] = process.argv.slice(2);
let passed = 0;
let failed = 0;
try {
  const results = JSON.parse(fs.readFileSync(report, "utf8"));
  // A file that could not be loaded fails without a test of its own; it counts as one.
  const broken = results.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  passed = results.numPassedTests;
  failed = results.numFailedTests + broken.length;
} catch {
  // No report, or half of one: the checks before the tests failed, or the runner died.
}
// No run is good that tested nothing, or that failed for a reason no test shows.
if (failed === 0 && (passed === 0 || status !== "0")) failed = 1;
console.log(`${passed} ${failed}`);

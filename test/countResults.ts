import { readFileSync } from 'node:fs';

/** Prints the closing line of CI from the result that the test run left. */
interface Result {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numFailedTestSuites: number;
}

const result = JSON.parse(readFileSync('node_modules/.cache/test-result.json', 'utf8')) as Result;
// A suite that could not even start has no tests to count, and is a failure all the same.
const failed = Math.max(result.numFailedTests, result.numFailedTestSuites > 0 ? 1 : 0);
process.stdout.write(`${result.numPassedTests} passed, ${failed} failed, ${result.numPendingTests + result.numTodoTests} skipped\n`);
process.exitCode = failed === 0 && result.numPassedTests > 0 ? 0 : 1;

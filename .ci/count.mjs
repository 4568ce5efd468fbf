// Prints "PASSED FAILED" of a vitest JSON report. A test that did not run counts as failed.
import { existsSync, readFileSync } from 'node:fs';

// Without a report the run did not get as far as a test: no count, and the step fails by its exit code.
const path = process.argv[2] ?? '';
const report = existsSync(path)
  ? JSON.parse(readFileSync(path, 'utf8'))
  : { numPassedTests: 0, numTotalTests: 0 };
const passed = report.numPassedTests;
console.log(`${passed} ${report.numTotalTests - passed}`);

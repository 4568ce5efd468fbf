// Prints "PASSED FAILED" of a vitest JSON report. A test that did not run counts as failed.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const passed = report.numPassedTests;
console.log(`${passed} ${report.numTotalTests - passed}`);

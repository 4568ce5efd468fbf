// Prints "PASSED FAILED" of a vitest JSON report, and on stderr what failed and why. A test that did not run counts as failed.
import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

// Without a report the run did not get as far as a test: no count, and the step fails by its exit code.
const path = process.argv[2] ?? '';
const report = existsSync(path)
  ? JSON.parse(readFileSync(path, 'utf8'))
  : { numPassedTests: 0, numTotalTests: 0, testResults: [] };
const passed = report.numPassedTests;
console.log(`${passed} ${report.numTotalTests - passed}`);

const LINES_MAX = 8;
const short = (text = '') => stripVTControlCharacters(text).split('\n').slice(0, LINES_MAX).join('\n    ');
for (const file of report.testResults) {
  const broken = file.assertionResults.filter(({ status }) => status !== 'passed');
  if (file.status === 'passed' && broken.length === 0) continue;
  console.error(`  ${file.name.replace(`${process.cwd()}/`, '')}\n    ${short(file.message)}`);
  for (const test of broken)
    console.error(`  ${test.status}: ${test.fullName}\n    ${short(test.failureMessages.join('\n'))}`);
}

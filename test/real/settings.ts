/** Test files that need more than Node and a minute, by the end of their names. */
export const needsMore = [
  '**/*.{postgres,chromium,ocsf,kafka,collector,frameworks,crewai,bundle,soak}.test.ts',
  // What reads /proc. `.ci/run` is on Linux.
  ...(process.platform === 'linux' ? [] : ['**/*.linux.test.ts']),
];

const report = process.env.MORTSAFE_TEST_REPORT;

/** For people; and as JSON into the file that `.ci/run` asks for. */
export const reporters: (string | [string, { outputFile: string }])[] = [
  'default',
  ...(report ? [['json', { outputFile: report }] as [string, { outputFile: string }]] : []),
];

import type { Check } from '../check.ts';
import { arrowsHold } from './arrows.ts';
import { indexIsList, namedAfterExport, noDefaultExport } from './exports.ts';
import { linksLead } from './links.ts';
import { exactVersions } from './manifests.ts';
import { kebabCase } from './paths.ts';
import { pureCore } from './pure-core.ts';
import { ruleComplete } from './rule-complete.ts';
import { fileSize, functionSize } from './sizes.ts';
import { noModuleMock, noSkippedTest, testBeside } from './tests.ts';
import { noAny, tellingTypeNames, todoHasIssue } from './words.ts';
import { noWorkplace } from './workplace.ts';

export const checks: readonly Check[] = [
  ruleComplete,
  arrowsHold,
  pureCore,
  noDefaultExport,
  namedAfterExport,
  indexIsList,
  kebabCase,
  fileSize,
  functionSize,
  tellingTypeNames,
  noAny,
  todoHasIssue,
  noModuleMock,
  noSkippedTest,
  testBeside,
  exactVersions,
  linksLead,
  noWorkplace,
];

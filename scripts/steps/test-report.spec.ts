import { expect, it } from 'vitest';
import { countTests } from './test-report.mjs';

const report = (parts: object) =>
  JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: [],
    ...parts,
  });

it('counts passed, failed and skipped tests', () => {
  expect(countTests(report({ numFailedTests: 2 }), false)).toEqual({
    passed: 3,
    failed: 2,
    skipped: 2,
  });
});

it('counts a file that cannot be loaded as a failure', () => {
  const testResults = [{ status: 'failed', assertionResults: [] }];
  expect(countTests(report({ testResults }), false).failed).toBe(1);
});

it('never calls a failed run green', () => {
  expect(countTests(report({}), false).failed).toBe(1);
  expect(countTests(undefined, false).failed).toBe(1);
  expect(countTests(report({}), true).failed).toBe(0);
});

/** More files than this do not fail by chance. */
const MOST_SECOND_TRIES = 5;

/** A race that is lost once, or a fault that is survived only sometimes, is a defect. */
const ONE_TRY = /\/e2e\/(attacks|faults)\//;

/**
 * The files of a run that are run once more, alone, because what failed in them may have failed for
 * want of a quiet machine.
 */
export function secondTries(report) {
  if (!report || report.unhandledErrors > 0) return [];
  const failed = report.files.filter((file) => file.failed);
  if (failed.length > MOST_SECOND_TRIES) return [];
  return failed.map(({ path }) => path).filter((path) => !ONE_TRY.test(path));
}

/**
 * Counts the tests of a run. Those of a file that passed at its second try count as passed, and
 * what failed in it at first is told of in `late`. A file that could not even be loaded has no
 * failed test in it and counts as one failure, and so does a run that failed for a reason no file
 * shows.
 * @param first what `run-reporter.mjs` wrote, or nothing; `exitCode` is Vitest's.
 * @param second the same of the second try, where there was one.
 */
export function countTests(first, second) {
  if (!first.report) return { passed: 0, failed: 1, skipped: 0, late: [] };
  const again = passedFiles(second);
  const late = [];
  const files = first.report.files.map((file) => {
    const better = file.failed ? again.get(file.path) : undefined;
    if (better) late.push(...failuresOf(file));
    return better ?? file;
  });
  const tests = files.flatMap((file) => file.tests);
  const count = (state) => tests.filter((test) => test.state === state).length;
  const failedFiles = files.filter((file) => file.failed);
  const failed = count('failed') + failedFiles.filter((file) => !hasFailedTest(file)).length;
  const unexplained = first.report.unhandledErrors > 0 || isUnexplained(first);
  return {
    passed: count('passed'),
    failed: failed === 0 && unexplained ? 1 : failed,
    skipped: count('skipped') + count('pending'),
    late,
  };
}

/** A second try that did not end well as a whole changes nothing. */
function passedFiles(run) {
  if (!run?.report || run.report.unhandledErrors > 0 || isUnexplained(run)) return new Map();
  return new Map(run.report.files.filter(({ failed }) => !failed).map((file) => [file.path, file]));
}

const isUnexplained = ({ report, exitCode }) =>
  exitCode !== 0 && !report.files.some(({ failed }) => failed);

const hasFailedTest = ({ tests }) => tests.some(({ state }) => state === 'failed');

/** What failed in a file: title and first error of each test, and of what is no test. */
function failuresOf({ path, tests, errors }) {
  const failed = tests.filter(({ state }) => state === 'failed');
  const told = failed.map((test) => ({ path, title: test.title, error: test.errors[0] ?? '' }));
  return errors.length > 0 ? [...told, { path, title: '(whole file)', error: errors[0] }] : told;
}

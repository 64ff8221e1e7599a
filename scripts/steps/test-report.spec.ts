import { describe, expect, it } from 'vitest';
import { countTests, secondTries } from './test-report.mjs';

const test = (state: string, title = 'a test') => ({
  title,
  state,
  errors: state === 'failed' ? [`${title} went wrong`, 'and more'] : [],
});
const file = (path: string, states: readonly string[], errors: readonly string[] = []) => ({
  path,
  failed: states.includes('failed') || errors.length > 0,
  tests: states.map((state, index) => test(state, `test ${index + 1}`)),
  errors,
});
const run = (files: readonly object[], parts: { exitCode?: number; unhandled?: number } = {}) => ({
  report: { unhandledErrors: parts.unhandled ?? 0, files },
  exitCode: parts.exitCode ?? 0,
});

const red = (path = '/x/e2e/roles.e2e-spec.ts') => file(path, ['passed', 'failed', 'skipped']);
const green = (path = '/x/e2e/roles.e2e-spec.ts') => file(path, ['passed', 'passed', 'skipped']);

describe('one try', () => {
  it('counts passed, failed and skipped tests', () => {
    const first = run([red(), file('/x/b.spec.ts', ['passed', 'pending'])], { exitCode: 1 });
    expect(countTests(first)).toEqual({ passed: 2, failed: 1, skipped: 2, late: [] });
  });

  it('counts a file that cannot be loaded as a failure', () => {
    const first = run([file('/x/b.spec.ts', [], ['no such module'])], { exitCode: 1 });
    expect(countTests(first)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('never calls a failed run green', () => {
    expect(countTests({ report: undefined, exitCode: 1 }).failed).toBe(1);
    expect(countTests({ report: undefined, exitCode: 0 }).failed).toBe(1);
    expect(countTests(run([green()], { exitCode: 1 })).failed).toBe(1);
    expect(countTests(run([green()], { unhandled: 1 })).failed).toBe(1);
    expect(countTests(run([green()])).failed).toBe(0);
  });
});

describe('a second try', () => {
  const first = run([red(), green('/x/b.spec.ts')], { exitCode: 1 });

  it('counts as passed what then passes, and tells of what failed at first', () => {
    expect(countTests(first, run([green()]))).toEqual({
      passed: 4,
      failed: 0,
      skipped: 2,
      late: [{ path: '/x/e2e/roles.e2e-spec.ts', title: 'test 2', error: 'test 2 went wrong' }],
    });
  });

  it('changes nothing where it fails, too', () => {
    const second = run([red()], { exitCode: 1 });
    expect(countTests(first, second)).toMatchObject({ passed: 3, failed: 1, late: [] });
  });

  it('that is not whole changes nothing', () => {
    for (const second of [
      run([green()], { unhandled: 1 }),
      run([green()], { exitCode: 1 }),
      run([green('/x/other.spec.ts')]),
      { report: undefined, exitCode: 0 },
    ])
      expect(countTests(first, second)).toMatchObject({ failed: 1, late: [] });
  });

  it('mends one file and not the other', () => {
    const both = run([red('/x/a.spec.ts'), red('/x/b.spec.ts')], { exitCode: 1 });
    const second = run([green('/x/a.spec.ts'), red('/x/b.spec.ts')], { exitCode: 1 });
    expect(countTests(both, second)).toMatchObject({ passed: 3, failed: 1, skipped: 2 });
  });

  it('mends a file whose hook failed', () => {
    const broken = run([file('/x/a.spec.ts', ['skipped'], ['no server'])], { exitCode: 1 });
    const { failed, late } = countTests(broken, run([file('/x/a.spec.ts', ['passed'])]));
    expect(failed).toBe(0);
    expect(late).toEqual([{ path: '/x/a.spec.ts', title: '(whole file)', error: 'no server' }]);
  });

  it('never hides an error that no test caused', () => {
    const unhandled = run([red()], { exitCode: 1, unhandled: 1 });
    expect(countTests(unhandled, run([green()]))).toMatchObject({ failed: 1 });
  });
});

describe('who gets a second try', () => {
  it('files that failed, and no others', () => {
    const { report } = run([red('/x/e2e/a.e2e-spec.ts'), green('/x/e2e/b.e2e-spec.ts')]);
    expect(secondTries(report)).toEqual(['/x/e2e/a.e2e-spec.ts']);
  });

  it('no test of an attack or a fault', () => {
    const { report } = run([
      red('/x/e2e/attacks/a.e2e-spec.ts'),
      red('/x/e2e/faults/b.e2e-spec.ts'),
    ]);
    expect(secondTries(report)).toEqual([]);
  });

  it('nobody where many fail, where an error has no test, or where there is no report', () => {
    const many = Array.from({ length: 6 }, (_, index) => red(`/x/${index}.spec.ts`));
    expect(secondTries(run(many).report)).toEqual([]);
    expect(secondTries(run([red()], { unhandled: 1 }).report)).toEqual([]);
    expect(secondTries(undefined)).toEqual([]);
  });
});

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { useNode24 } from './node24.mjs';
import { build, tsc } from './steps/build.mjs';
import { install } from './steps/install.mjs';
import { at, ROOT, RUNTIME } from './steps/project.mjs';
import { exitOf, main, runLogged, seconds, step, StepError } from './steps/step.mjs';
import { countTests, secondTries } from './steps/test-report.mjs';

const NO_TESTS = { passed: 0, failed: 0, skipped: 0, late: [] };
const TYPE_CHECKED = [
  'contracts',
  'client',
  'server',
  'server/tsconfig.test.json',
  'console',
  'bench',
];

await main(async () => {
  // The terminal signals the running step too; this waits for it and sums up.
  process.on('SIGINT', () => undefined);
  let runtime;
  const rows = [
    await outcomeOf('Install', async () => {
      runtime = await useNode24();
      await install(runtime);
    }),
  ];
  if (rows[0].outcome === 'FAILED') return summarize(rows, NO_TESTS);
  for (const [title, work] of staticSteps(runtime)) rows.push(await outcomeOf(title, work));
  const started = performance.now();
  const counts = await runTests(runtime);
  rows.push({
    title: 'Tests',
    outcome: counts.failed ? 'FAILED' : 'passed',
    time: seconds(started),
  });
  return summarize(rows, counts);
});

function staticSteps(runtime) {
  const tool = (title, name, ...args) =>
    step(title, () =>
      runLogged(title.toLowerCase(), [runtime.node, at('node_modules', name), ...args], {
        env: runtime.environment,
      }),
    );
  const checked = TYPE_CHECKED.filter(
    (project) => existsSync(at(project, 'tsconfig.json')) || project.endsWith('.json'),
  );
  return [
    [
      'Format',
      () => tool('Format', 'prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'),
    ],
    ['Types', () => step('Types', () => tsc(runtime, checked, 'types'))],
    // After the types: it asks the compiler's declarations of the other workspaces.
    ['Lint', () => tool('Lint', 'oxlint/bin/oxlint', '--type-aware')],
    ['Build', () => build(runtime)],
  ];
}

async function outcomeOf(title, work) {
  const started = performance.now();
  try {
    await work();
    return { title, outcome: 'passed', time: seconds(started) };
  } catch (error) {
    process.stdout.write(`${error instanceof StepError ? error.message : error.stack}\n\n`);
    return { title, outcome: 'FAILED', time: seconds(started) };
  }
}

/** Runs the tests, and what failed by chance once more. */
async function runTests(runtime) {
  const first = await runVitest(runtime, 'test-report.json', process.argv.slice(2));
  const files = secondTries(first.report);
  if (files.length === 0) return countTests(first);
  process.stdout.write(`\nOnce more, alone: ${files.map(nameOf).join(', ')}\n`);
  const alone = ['--no-file-parallelism', ...files];
  return countTests(first, await runVitest(runtime, 'test-report-2.json', alone));
}

async function runVitest({ node, environment }, name, words) {
  const report = path.join(RUNTIME, name);
  rmSync(report, { force: true });
  const reporters = ['default', at('scripts/steps/run-reporter.mjs')];
  const child = spawn(
    node,
    [
      at('node_modules/vitest/vitest.mjs'),
      'run',
      ...reporters.map((each) => `--reporter=${each}`),
      ...words,
    ],
    {
      cwd: ROOT,
      env: { ...environment, TEST_REPORT: report },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const { code: exitCode } = await exitOf(child);
  return {
    report: existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined,
    exitCode,
  };
}

function nameOf(file) {
  return path.relative(ROOT, file);
}

function tellOfLate(late) {
  if (late.length === 0) return;
  const line = '!'.repeat(80);
  process.stdout.write(`\n${line}\nPASSED ONLY AT THE SECOND TRY: look after these tests.\n`);
  for (const { path: file, title, error } of late)
    process.stdout.write(`\n${nameOf(file)}\n  ${title}\n  ${error.split('\n', 1)[0]}\n`);
  process.stdout.write(`${line}\n`);
}

function summarize(rows, counts) {
  tellOfLate(counts.late);
  const width = Math.max(...rows.map(({ title }) => title.length));
  process.stdout.write('\n');
  for (const { title, outcome, time } of rows) {
    process.stdout.write(`${title.padEnd(width)}  ${outcome}  ${time.padStart(8)}\n`);
  }
  const failedSteps = rows.filter(
    ({ title, outcome }) => title !== 'Tests' && outcome === 'FAILED',
  ).length;
  const failed = counts.failed + failedSteps;
  process.stdout.write(`\n${counts.passed} passed, ${failed} failed, ${counts.skipped} skipped\n`);
  return failed ? 1 : 0;
}

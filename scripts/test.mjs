import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { useNode24 } from './node24.mjs';
import { build, tsc } from './steps/build.mjs';
import { install } from './steps/install.mjs';
import { at, ROOT, RUNTIME } from './steps/project.mjs';
import { exitOf, main, runLogged, seconds, step, StepError } from './steps/step.mjs';
import { countTests } from './steps/test-report.mjs';

const NO_TESTS = { passed: 0, failed: 0, skipped: 0 };
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
  const counts = await runVitest(runtime);
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

async function runVitest({ node, environment }) {
  const report = path.join(RUNTIME, 'test-report.json');
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const child = spawn(
    node,
    [at('node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...process.argv.slice(2)],
    {
      cwd: ROOT,
      // Each of some hundred servers that the tests start would compile the product anew.
      env: { ...environment, NODE_COMPILE_CACHE: path.join(RUNTIME, 'compile-cache') },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const { code } = await exitOf(child);
  const text = existsSync(report) ? readFileSync(report, 'utf8') : undefined;
  return countTests(text, code === 0);
}

function summarize(rows, counts) {
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

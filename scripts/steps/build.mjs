import { existsSync } from 'node:fs';
import path from 'node:path';
import { remember, remembers, stateFingerprint } from './fingerprint.mjs';
import { removeOrphans } from './orphans.mjs';
import { at, hasConsole, RUNTIME } from './project.mjs';
import { runLogged, step } from './step.mjs';

const SHARED = ['package-lock.json', 'contracts/src', 'client/src'];
const PROJECTS = ['contracts', 'client', 'server'];

/** Builds what changed: the server and what it shares, and the console. */
export async function build(runtime) {
  await buildWhenChanged({
    name: 'server',
    sources: [
      ...SHARED,
      'server/src',
      'tsconfig.base.json',
      ...PROJECTS.map((project) => `${project}/tsconfig.json`),
    ],
    product: 'server/dist/main.js',
    // tsc trusts its own records: it does not see that somebody removed its output.
    command: (removed) => tsc(runtime, [...PROJECTS, ...(removed ? ['--force'] : [])]),
  });
  if (!hasConsole()) return;
  const configuration = ['vite.config.ts', 'tsconfig.json', 'index.html', 'package.json'];
  await buildWhenChanged({
    name: 'console',
    sources: [
      ...SHARED,
      'console/src',
      'console/public',
      ...configuration.map((file) => `console/${file}`),
    ],
    product: 'console/dist/index.html',
    command: () =>
      runLogged('build-console', [runtime.node, at('node_modules/vite/bin/vite.js'), 'build'], {
        cwd: at('console'),
        env: runtime.environment,
      }),
  });
}

/** Compiles the projects in `args`, after what was made of sources that are gone. */
export function tsc({ node, environment }, args, logName = 'build-server') {
  for (const project of PROJECTS) removeOrphans(at(project));
  const compiler = at('node_modules/typescript/bin/tsc');
  return runLogged(logName, [node, compiler, '-b', ...args], { env: environment });
}

async function buildWhenChanged({ name, sources, product, command }) {
  const memory = path.join(RUNTIME, `built-${name}`);
  const removed = !existsSync(at(product));
  const state = stateFingerprint(sources);
  if (!removed && remembers(memory, state)) return;
  await step(`Building the ${name}`, () => command(removed));
  remember(memory, state);
}

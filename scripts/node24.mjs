import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RUNTIME } from './steps/project.mjs';
import { runLogged, step, StepError } from './steps/step.mjs';

const NEEDED = 24;
const OLDEST = 20;

/**
 * The Node that Gatehouse runs on: this one when it is new enough, or one from the npm registry in
 * the git-ignored `.runtime` folder. The scripts themselves run on Node 20; only what they start
 * needs the newer one, which also comes first in its PATH.
 *
 * @returns {Promise<{node: string, environment: NodeJS.ProcessEnv}>}
 */
export async function useNode24() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < OLDEST) {
    throw new StepError(`Gatehouse needs Node ${OLDEST} or newer; this is ${process.version}.`);
  }
  const node = major >= NEEDED ? process.execPath : await bringNode();
  const searched = [path.dirname(node), process.env.PATH ?? process.env.Path ?? ''];
  const environment = {
    // A fifth of what a start takes is compiling what was compiled at the last one.
    NODE_COMPILE_CACHE: path.join(RUNTIME, 'compile-cache'),
    ...process.env,
    PATH: searched.join(path.delimiter),
  };
  return { node, environment };
}

async function bringNode() {
  const name = nodePackage(process.platform, process.arch);
  const folder = path.join(RUNTIME, 'node24');
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const node = path.join(folder, 'node_modules', name, 'bin', binary);
  if (existsSync(node)) return node;
  await step(`Bringing Node ${NEEDED} (this is ${process.version})`, async () => {
    // Installed aside and moved whole: an interrupted download leaves nothing that looks complete.
    const fresh = `${folder}.new`;
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true });
    writeFileSync(path.join(fresh, 'package.json'), '{ "private": true }\n');
    await npm(process.execPath, 'node24', ['install', `${name}@${NEEDED}`, '--prefix', fresh], {
      cwd: fresh,
    });
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  });
  if (existsSync(node)) return node;
  throw new StepError(`The package ${name} brought no ${node}. Install Node ${NEEDED} yourself.`);
}

/** Each holds one platform's `bin/node`, and none needs an install script. */
export function nodePackage(platform, architecture) {
  const system = platform === 'win32' ? 'win' : platform;
  const prefix = system === 'darwin' && architecture === 'arm64' ? 'node-bin' : 'node';
  return `${prefix}-${system}-${architecture}`;
}

/** Runs npm by the given Node: the npm that started this script, or the one in the PATH. */
export async function npm(node, logName, args, options = {}) {
  // The level by name: under `npm --silent` the log would hold nothing to explain a failure.
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--loglevel=warn'];
  const running = process.env.npm_execpath ?? '';
  const known = path.basename(running) === 'npm-cli.js' && existsSync(running);
  const command = known ? [node, running] : ['npm'];
  const shell = !known && process.platform === 'win32';
  await runLogged(logName, [...command, ...args, ...quiet], { ...options, shell });
}

import { existsSync } from 'node:fs';
import { npm } from '../node24.mjs';
import { contentFingerprint, remember, remembers } from './fingerprint.mjs';
import { at } from './project.mjs';
import { step, StepError } from './step.mjs';

const MANIFESTS = ['package-lock.json', 'package.json'].concat(
  ['contracts', 'server', 'console', 'client'].map((workspace) => `${workspace}/package.json`),
);

/** Installs the packages when they are missing, or when a manifest changed since. */
export async function install({ node, environment }) {
  const manifests = MANIFESTS.filter((file) => existsSync(at(file)));
  // Inside node_modules: whoever removes the folder removes the memory of it.
  const memory = at('node_modules', '.gatehouse-install');
  if (remembers(memory, contentFingerprint(manifests))) return;
  await step('Installing packages', () => installPackages(node, environment));
  remember(memory, contentFingerprint(manifests.filter((file) => existsSync(at(file)))));
}

async function installPackages(node, environment) {
  // NODE_ENV=production would leave the compiler out, which the build needs.
  const run = (...command) =>
    npm(node, 'install', [...command, '--include=dev', '--include=optional'], { env: environment });
  if (!existsSync(at('package-lock.json'))) return run('install');
  try {
    await run('ci');
  } catch (error) {
    // npm ci refuses a lock file in which another platform's optional package is missing, as it is
    // when a registry did not have it at the time. npm install keeps to the locked versions too.
    if (!(error instanceof StepError && error.message.includes('EUSAGE'))) throw error;
    await run('install', '--no-save');
  }
}

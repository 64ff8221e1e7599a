import { existsSync } from 'node:fs';
import { npm } from '../node24.mjs';
import { contentFingerprint, remember, remembers } from './fingerprint.mjs';
import { at } from './project.mjs';
import { step } from './step.mjs';

const MANIFESTS = ['package-lock.json', 'package.json'].concat(
  ['contracts', 'server', 'console', 'client'].map((workspace) => `${workspace}/package.json`),
);

/** Installs the packages when they are missing, or when a manifest changed since. */
export async function install({ node, environment }) {
  const manifests = MANIFESTS.filter((file) => existsSync(at(file)));
  // Inside node_modules: whoever removes the folder removes the memory of it.
  const memory = at('node_modules', '.gatehouse-install');
  if (remembers(memory, contentFingerprint(manifests))) return;
  await step('Installing packages', async () => {
    const command = existsSync(at('package-lock.json')) ? 'ci' : 'install';
    // NODE_ENV=production would leave the compiler out, which the build needs.
    await npm(node, 'install', [command, '--include=dev', '--include=optional'], {
      env: environment,
    });
  });
  remember(memory, contentFingerprint(manifests.filter((file) => existsSync(at(file)))));
}

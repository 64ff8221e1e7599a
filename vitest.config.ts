import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './server/test/harness/longest-first.js';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@gatehouse\/contracts\/(.*)$/, replacement: source('./contracts/src/$1.ts') },
      { find: /^@gatehouse\/client$/, replacement: source('./client/src/client.ts') },
    ],
  },
  test: {
    include: [
      '{contracts,client,console,server}/**/*.spec.ts',
      'server/src/**/*.e2e-spec.ts',
      'e2e/**/*.e2e-spec.ts',
      'scripts/**/*.spec.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['server/test/harness/global-setup.ts'],
    // What is waited for comes in a moment, and on a machine that others use, too, in a minute: these
    // end what hangs, and say nothing of how quick anything is.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    // As many as a small machine has cores: threads that hash give way to all others, and with more
    // workers they would starve.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // As in main.ts: without it, each file that imports a table waits a second for drizzle-orm.
    execArgv: ['--import', source('./server/src/apps/module-loader.ts')],
  },
});

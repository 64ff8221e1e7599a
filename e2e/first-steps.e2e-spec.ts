import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findProgram } from '../server/test/harness/servers/program.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

const tools = ['bash', 'curl', 'jq', 'oathtool'].map(findProgram);
const isEquipped = tools.every((tool) => tool !== null);

let gatehouse: RunningGatehouse;
beforeAll(async () => {
  gatehouse = await startGatehouse();
});
afterAll(() => gatehouse?.stop());

it.skipIf(!isEquipped)(
  'the commands of the first steps over HTTP work word by word',
  async () => {
    const guide = await readFile(
      new URL('../docs/guide/first-steps-http.md', import.meta.url),
      'utf8',
    );
    const blocks = [...guide.matchAll(/^```sh\n([^]*?)^```$/gm)].map(
      ([, commands = '']) => commands,
    );
    expect(blocks.length).toBeGreaterThan(8);
    const token = new URL(gatehouse.setupUrl).searchParams.get('token') ?? '';
    const script = ['set -euo pipefail', ...blocks].join('\n');
    const { stdout } = await promisify(execFile)('bash', ['-c', script], {
      env: { PATH: process.env.PATH, GATEHOUSE_URL: gatehouse.url, SETUP_TOKEN: token },
    });
    expect(stdout).toContain('"organizationId"');
    // Ten backup codes, one a line.
    expect(stdout.match(/([A-Z\d]{4}-){3}[A-Z\d]{4}$/gm)).toHaveLength(10);
    expect(stdout).toMatch(/"email": "grace@example\.com"/);
    expect(stdout.match(/[\da-f-]{36} on /g)).toHaveLength(2);
    expect(stdout).toMatch(/^401$/m);
  },
  60_000,
);

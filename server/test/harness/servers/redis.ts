import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../../src/platform/database/embedded/free-port.js';
import { Program, type RealServer } from './program.js';

/** Starts a real Redis that keeps nothing on disk: what is killed is flushed. */
export async function startRedis(): Promise<RealServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-redis-'));
  const port = await freePort();
  const settings = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no' };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  let program: Program;
  const start = async () => {
    program = new Program('redis-server', args);
    await program.listensOn(port);
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    stop: () => program.end('SIGTERM'),
    kill: () => program.end('SIGKILL'),
    remove: async () => {
      await program.end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

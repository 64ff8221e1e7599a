import { createHash } from 'node:crypto';
import { realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StartError } from '../../../kernel/start-error.js';

export interface FolderLock {
  release(): Promise<void>;
}

/**
 * One Gatehouse per data folder. The lock is a listening socket named after the folder: the system
 * drops it when its process dies, however it dies, so there is no stale lock to judge. Whoever
 * connects is told the holder's process id.
 *
 * @throws an Error naming GATEHOUSE_DATA_DIR when another process holds the folder.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const address = socketAddress(await realpath(folder));
  const server = await listen(address).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    const holder = await askHolder(address);
    if (holder === undefined && path.isAbsolute(address) && process.platform !== 'win32') {
      await rm(address, { force: true });
      return listen(address);
    }
    throw new StartError(
      `The data folder ${folder} is in use by another Gatehouse` +
        `${holder ? ` (process ${holder})` : ''}. Stop that one, or set GATEHOUSE_DATA_DIR to ` +
        `another folder.`,
      { cause: error },
    );
  });
  return {
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Linux has socket names outside the file system, Windows has pipes, others need a file. */
function socketAddress(folder: string): string {
  const name = `gatehouse-${createHash('sha256').update(folder).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return `\0${name}`;
  if (process.platform === 'win32') return String.raw`\\.\pipe` + `\\${name}`;
  return path.join(tmpdir(), `${name}.sock`);
}

function listen(address: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.end(String(process.pid));
    });
    server.once('error', reject);
    server.listen(address, () => resolve(server.unref()));
  });
}

/** The holder's process id, '' when it does not say in time, undefined when nobody listens. */
function askHolder(address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(address);
    socket.setTimeout(1000, () => socket.destroy());
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (answer += chunk));
    socket.once('error', () => resolve(undefined));
    socket.once('close', () => resolve(/^\d+$/.test(answer) ? answer : ''));
  });
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A real server on a port and in a folder of its own; `stop` and `kill` keep the folder. */
export interface RealServer {
  readonly url: string;
  /** Starts it again, on the same port and with what it had kept. */
  start(): Promise<void>;
  /** Lets it end in order. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
  /** Stops it, and removes its folder. */
  remove(): Promise<void>;
}

const patience = 120_000;

/** Where a program is, or null when this machine hasn't got it. */
export function findProgram(name: string): string | null {
  const folders = [
    ...(process.env.PATH ?? '').split(path.delimiter),
    '/usr/sbin',
    '/usr/local/sbin',
  ];
  return folders.map((folder) => path.join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A program that was started, with whatever it starts itself. */
export class Program {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #said = '';
  readonly #endWithUs = () => this.#signal('SIGKILL');

  constructor(command: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    // A group of its own: a signal reaches the children that a start script leaves behind.
    this.#child = spawn(command, args, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const listen = (chunk: Buffer) => (this.#said = (this.#said + chunk.toString()).slice(-10_000));
    this.#child.stdout?.on('data', listen);
    this.#child.stderr?.on('data', listen);
    this.#ended = once(this.#child, 'exit');
    process.once('exit', this.#endWithUs);
  }

  /** Waits until it listens. @throws an Error with what it said when it ends before. */
  async listensOn(port: number): Promise<void> {
    const deadline = performance.now() + patience;
    while (!(await canConnect(port))) {
      if (this.#child.exitCode !== null || performance.now() > deadline)
        throw new Error(`a server did not start:\n${this.#said}`);
      await sleep(50);
    }
  }

  async end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<void> {
    process.off('exit', this.#endWithUs);
    this.#signal(signal);
    await this.#ended;
    // What the program started may outlive it.
    if (signal === 'SIGKILL') this.#signal(signal);
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, signal);
    } catch {
      // It has ended already.
    }
  }
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (can: boolean) => {
      socket.destroy();
      resolve(can);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}

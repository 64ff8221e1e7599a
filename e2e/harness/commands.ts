import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** How a command ended, and what it printed. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

type Environment = Readonly<Record<string, string>>;

/** The built command line. */
export const program = fileURLToPath(new URL('../../server/dist/apps/command.js', import.meta.url));
const host = fileURLToPath(new URL('command-host.mjs', import.meta.url));

const environmentOf = (environment: Environment) => ({
  ...process.env,
  NODE_ENV: 'development',
  ...environment,
});

/** Runs one command in a process of its own. */
export const runCommand = (words: readonly string[], environment: Environment = {}) =>
  new Promise<Run>((resolve) => {
    const env = environmentOf(environment);
    execFile(process.execPath, [program, ...words], { env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });

/**
 * A process that runs commands one after the other. The start of a process takes ten times what
 * most commands take; that one starts and ends well alone is told with `runCommand`.
 */
export class CommandHost {
  private readonly ended: Promise<unknown>;

  private constructor(private readonly child: ChildProcess) {
    this.ended = once(child, 'exit');
  }

  static async start(environment: Environment): Promise<CommandHost> {
    const child = fork(host, {
      env: environmentOf(environment),
      execArgv: [],
      // Its logs go to the standard output, which the commands have for their results.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const started = new CommandHost(child);
    const ready = await Promise.race([once(child, 'message'), started.ended.then(() => null)]);
    if (ready === null) throw new Error('The process that runs commands did not start');
    return started;
  }

  async run(words: readonly string[]): Promise<Run> {
    const answer = once(this.child, 'message');
    this.child.send([...words]);
    const [run] = (await Promise.race([answer, this.ended.then(() => [null])])) as [Run | null];
    if (run === null) throw new Error(`The process ended at: ${words.join(' ')}`);
    return run;
  }

  async stop(): Promise<void> {
    if (this.child.connected) this.child.disconnect();
    await this.ended;
  }
}

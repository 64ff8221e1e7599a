import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.js';
import type { Config } from '../config/config.js';
import { openDestination } from './destination.js';
import { LineBatch } from './line-batch.js';
import { prettyLine } from './pretty-line.js';
import { RotatingFile } from './rotating-file.js';

/** Takes lines of JSON, each with its line feed. */
export interface LogOutput {
  write(lines: string | Buffer): void;
  flushSync(): void;
  close(): Promise<void>;
}

/** Where lines go: four files (C07), and the standard output for whoever runs the process. */
export interface LogOutputs {
  readonly error: LogOutput;
  readonly combined: LogOutput;
  readonly access: LogOutput;
  readonly audit: LogOutput;
  readonly console: LogOutput;
  /** Lines of requests: to `access.log` and the console; a third copy would cost more than it tells. */
  readonly requests: { write(line: string): void };
  flushSync(): void;
  close(): Promise<void>;
}

type LogConfig = Pick<
  Config,
  'GATEHOUSE_APP' | 'GATEHOUSE_DATA_DIR' | 'GATEHOUSE_LOG_DIR' | 'NODE_ENV'
>;

/** Opens the four files, and sees to it that nothing is lost when the process exits. */
export function openLogOutputs(config: LogConfig, clock: Clock): LogOutputs {
  const { GATEHOUSE_APP: app, GATEHOUSE_DATA_DIR: data } = config;
  const folder = config.GATEHOUSE_LOG_DIR ?? join(data, 'logs', app === 'all' ? '' : app);
  const file = (name: string) => new RotatingFile({ folder, name, clock });
  const terminal = config.NODE_ENV === 'development' && process.stdout.isTTY;
  const [combined, access, console] = [file('combined'), file('access'), openConsole(terminal)];
  // On a person's terminal a line for every request is noise.
  const requests = new LineBatch(terminal ? [access] : [access, console]);
  return gather({
    requests,
    error: file('error'),
    combined,
    access,
    audit: file('audit'),
    console,
  });
}

/** The batch of requests comes first: what it flushes, the others then write. */
function gather<T extends Record<string, LogOutput>>(outputs: T) {
  const all = Object.values(outputs);
  const flushSync = () => all.forEach((output) => output.flushSync());
  process.once('exit', flushSync);
  const close = async () => {
    process.removeListener('exit', flushSync);
    for (const output of all) await output.close();
  };
  return { ...outputs, flushSync, close };
}

function openConsole(terminal: boolean): LogOutput {
  const stdout = openDestination(1);
  return {
    write: (lines) => stdout.write(terminal ? prettyLine(String(lines)) : lines),
    flushSync: () => stdout.flushSync(),
    close: () => Promise.resolve(stdout.flushSync()),
  };
}

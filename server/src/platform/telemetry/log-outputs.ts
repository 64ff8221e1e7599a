import { join } from 'node:path';
import pino from 'pino';
import type { Clock } from '../../kernel/clock.js';
import type { Config } from '../config/config.js';
import { prettyLine } from './pretty-line.js';
import { RotatingFile } from './rotating-file.js';

/** Takes lines of JSON, each with its line feed. */
export interface LogOutput {
  write(line: string): void;
  flushSync(): void;
  close(): void;
}

/** Where lines go: four files (C07), and the standard output for whoever runs the process. */
export interface LogOutputs {
  readonly error: LogOutput;
  readonly combined: LogOutput;
  readonly access: LogOutput;
  readonly audit: LogOutput;
  readonly console: LogOutput;
  /** The console is a person's terminal, where a line for every request is noise. */
  readonly terminal: boolean;
  flushSync(): void;
  close(): void;
}

type LogConfig = Pick<Config, 'GATEHOUSE_DATA_DIR' | 'GATEHOUSE_LOG_DIR' | 'NODE_ENV'>;

/** Opens the four files, and sees to it that nothing is lost when the process exits. */
export function openLogOutputs(config: LogConfig, clock: Clock): LogOutputs {
  const folder = config.GATEHOUSE_LOG_DIR ?? join(config.GATEHOUSE_DATA_DIR, 'logs');
  const file = (name: string) => new RotatingFile({ folder, name, clock });
  const terminal = config.NODE_ENV === 'development' && process.stdout.isTTY;
  return gather(
    {
      error: file('error'),
      combined: file('combined'),
      access: file('access'),
      audit: file('audit'),
      console: openConsole(terminal),
    },
    terminal,
  );
}

function gather(outputs: Record<OutputName, LogOutput>, terminal: boolean): LogOutputs {
  const all = Object.values(outputs);
  const flushSync = () => all.forEach((output) => output.flushSync());
  process.once('exit', flushSync);
  const close = () => {
    process.removeListener('exit', flushSync);
    for (const output of all) output.close();
  };
  return { ...outputs, terminal, flushSync, close };
}

type OutputName = 'error' | 'combined' | 'access' | 'audit' | 'console';

function openConsole(terminal: boolean): LogOutput {
  const stdout = pino.destination({ fd: 1, sync: false, maxLength: 8 * 1024 * 1024 });
  // Whoever read the output may have gone; that is no reason to stop.
  stdout.on('error', () => undefined);
  return {
    write: (line) => void stdout.write(terminal ? prettyLine(line) : line),
    flushSync: () => stdout.flushSync(),
    close: () => stdout.flushSync(),
  };
}

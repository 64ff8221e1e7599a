import { parseArgs } from 'node:util';

/** How a run measures; times in seconds unless the name says otherwise. */
export interface Options {
  /** Names of the measurements to run; all when empty. */
  readonly only: readonly string[];
  /** Rounds that count; one more, before them, warms up. */
  readonly rounds: number;
  readonly seconds: number;
  /** How long memory is watched under load, in minutes. */
  readonly minutes: number;
  /** Users in the large database. */
  readonly users: number;
  /** Attempts to sign in that the monitor's pages are measured with. */
  readonly attempts: number;
  /** File that the results are also written to, as JSON. */
  readonly json: string | undefined;
}

const usage = `Measures Gatehouse beside bare limits and better-auth, and prints one table.
  npm run bench -- [--only=check,refresh] [--rounds=3] [--seconds=8] [--minutes=1]
                   [--users=1000000] [--attempts=10000000] [--json=bench/results/latest.json]
Measurements: `;

/** @returns null when only help was asked for. */
export function readOptions(names: readonly string[]): Options | null {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: '' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '8' },
      minutes: { type: 'string', default: '1' },
      users: { type: 'string', default: '1000000' },
      attempts: { type: 'string', default: '10000000' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}${names.join(', ')}\n`);
    return null;
  }
  const only = values.only.split(',').filter((name) => name !== '');
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`There is no measurement ${unknown.join(', ')}; there are ${names.join(', ')}`);
  return {
    only,
    rounds: positive('rounds', values.rounds),
    seconds: positive('seconds', values.seconds),
    minutes: positive('minutes', values.minutes),
    users: positive('users', values.users),
    attempts: positive('attempts', values.attempts),
    json: values.json,
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} must be a number above 0`);
  return value;
}

import {
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, type Clock, days } from '../../kernel/clock.js';
import { type Destination, openDestination } from './destination.js';

export interface RotatingFileOptions {
  readonly folder: string;
  /** `error` writes `error.log` and keeps `error-2026-01-31.log`. */
  readonly name: string;
  readonly clock: Clock;
  /** Old files that are kept. */
  readonly keep?: number;
  /** Bytes after which a file is put away before its day is over, so that a flood cannot fill the disk. */
  readonly maxBytes?: number;
}

/**
 * A log file that is put away at midnight UTC under its date, with the 30 newest kept. Writes are
 * buffered while the one before is under way and never block; no thread and no timer.
 */
export class RotatingFile {
  readonly #options: Required<RotatingFileOptions>;
  readonly #path: string;
  #stream: Destination;
  #inode = 0;
  #day = '';
  #dayEnds = 0;
  #bytes = 0;

  constructor(options: RotatingFileOptions) {
    this.#options = { keep: 30, maxBytes: 256 * 1024 * 1024, ...options };
    this.#path = join(options.folder, `${options.name}.log`);
    mkdirSync(options.folder, { recursive: true, mode: 0o750 });
    this.#putAwayLeftover();
    this.#stream = this.#open();
  }

  /** Appends lines, each of which ends with a line feed. */
  write(lines: string | Buffer): void {
    if (this.#options.clock.time() >= this.#dayEnds) this.#rotate();
    else if (this.#bytes > this.#options.maxBytes) this.#rotate();
    this.#bytes += lines.length;
    this.#stream.write(lines);
  }

  /** Writes what waits, at once. */
  flushSync(): void {
    this.#stream.flushSync();
  }

  /** Writes what waits and closes the file. */
  close(): Promise<void> {
    return this.#stream.end();
  }

  #open(): Destination {
    const now = this.#options.clock.now();
    this.#day = dayOf(now);
    this.#dayEnds = after(new Date(`${this.#day}T00:00:00Z`), days(1)).getTime();
    const fd = openSync(this.#path, 'a', 0o640);
    const { size, ino } = fstatSync(fd);
    this.#bytes = size;
    this.#inode = ino;
    return openDestination(fd);
  }

  #rotate(): void {
    const before = this.#stream;
    // Of two processes that share the folder the first puts the file away, the other only follows.
    const present = statSync(this.#path, { throwIfNoEntry: false });
    if (present?.ino === this.#inode) this.#putAway(this.#day);
    this.#stream = this.#open();
    void before.end();
  }

  /** A process that did not run at midnight finds yesterday's file at its start. */
  #putAwayLeftover(): void {
    const file = statSync(this.#path, { throwIfNoEntry: false });
    const day = file && dayOf(file.mtime);
    if (day !== undefined && day < dayOf(this.#options.clock.now())) this.#putAway(day);
    this.#removeOld();
  }

  #putAway(day: string): void {
    const { folder, name } = this.#options;
    const sameDay = this.#old().filter((file) => file.startsWith(`${name}-${day}`));
    const number = sameDay[0] === undefined ? 0 : numberOf(sameDay[0]) + 1;
    const suffix = number === 0 ? '' : `.${String(number).padStart(4, '0')}`;
    renameSync(this.#path, join(folder, `${name}-${day}${suffix}.log`));
    this.#removeOld();
  }

  #removeOld(): void {
    for (const file of this.#old().slice(this.#options.keep))
      unlinkSync(join(this.#options.folder, file));
  }

  /** Files put away, latest first. */
  #old(): string[] {
    const { folder, name } = this.#options;
    const pattern = new RegExp(`^${name}-\\d{4}-\\d\\d-\\d\\d(?:\\.\\d{4})?\\.log$`);
    return readdirSync(folder)
      .filter((file) => pattern.test(file))
      .toSorted((left, right) => (age(left) < age(right) ? 1 : -1));
  }
}

/** Name by which files sort by age: the first of a day has no number. */
const age = (file: string): string => file.replace(/(-\d\d)\.log$/, '$1.0000.log');

const numberOf = (file: string): number => Number(/\.(\d{4})\.log$/.exec(file)?.[1] ?? 0);

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

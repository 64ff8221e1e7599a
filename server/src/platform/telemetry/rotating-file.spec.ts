import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { after, Clock, days } from '../../kernel/clock.js';
import { RotatingFile } from './rotating-file.js';

class SetClock extends Clock {
  present = new Date('2026-01-01T12:00:00Z');
  now(): Date {
    return this.present;
  }
}

describe('RotatingFile', () => {
  const clock = new SetClock();
  let folder: string;
  const open = (options = {}) => new RotatingFile({ folder, name: 'error', clock, ...options });
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');

  beforeEach(() => {
    clock.present = new Date('2026-01-01T12:00:00Z');
    folder = mkdtempSync(join(tmpdir(), 'logs-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('puts the file away under its date when the day is over', async () => {
    const file = open();
    file.write('one\n');
    clock.present = after(clock.present, days(1));
    file.write('two\n');
    await file.close();
    expect(read('error-2026-01-01.log')).toBe('one\n');
    expect(read('error.log')).toBe('two\n');
  });

  it('keeps the 30 newest old files and removes older ones', async () => {
    const file = open();
    for (let day = 0; day < 40; day++) {
      file.write(`${day}\n`);
      clock.present = after(clock.present, days(1));
    }
    file.write('last\n');
    await file.close();
    const names = readdirSync(folder).toSorted();
    expect(names).toHaveLength(31);
    expect(names[0]).toBe('error-2026-01-11.log');
  });

  it("removes old files and puts yesterday's away at the start as well", async () => {
    writeFileSync(join(folder, 'error.log'), 'old\n');
    utimesSync(join(folder, 'error.log'), new Date('2025-12-30'), new Date('2025-12-30'));
    for (let day = 1; day <= 31; day++)
      writeFileSync(join(folder, `error-2025-10-${String(day).padStart(2, '0')}.log`), '');
    writeFileSync(join(folder, 'access-2025-01-01.log'), '');
    await open().close();
    expect(read('error-2025-12-30.log')).toBe('old\n');
    expect(readdirSync(folder).filter((name) => name.startsWith('error-'))).toHaveLength(30);
    expect(readdirSync(folder)).toContain('access-2025-01-01.log');
  });

  it('goes on with the file of the same day after a restart', async () => {
    clock.present = new Date();
    const first = open();
    first.write('one\n');
    await first.close();
    const second = open();
    second.write('two\n');
    await second.close();
    expect(read('error.log')).toBe('one\ntwo\n');
  });

  it('puts a file away early when it is full', async () => {
    const file = open({ maxBytes: 10, keep: 2 });
    for (let count = 0; count < 5; count++) file.write('123456789012\n');
    await file.close();
    expect(readdirSync(folder).toSorted()).toEqual([
      'error-2026-01-01.0002.log',
      'error-2026-01-01.0003.log',
      'error.log',
    ]);
  });

  it('loses nothing when two processes share the folder', async () => {
    const files = [open(), open()];
    for (const file of files) file.write('before\n');
    for (const file of files) file.flushSync();
    clock.present = after(clock.present, days(1));
    for (const file of files) file.write('after\n');
    for (const file of files) await file.close();
    expect(read('error-2026-01-01.log')).toBe('before\nbefore\n');
    expect(read('error.log')).toBe('after\nafter\n');
  });
});

import { createReadStream } from 'node:fs';
import { appendFile, mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { breachHash, breachListHeader, recordLength } from './breach-list.js';

const buckets = 256;
/** Records that wait in memory for their bucket's file. */
const recordsAtOnce = 4096;
/** `SHA-1:count`, as the Pwned Passwords collection has it; the count may be missing. */
const hashLine = /^([0-9A-F]{40})(?::\d+)?$/i;

/**
 * Makes a breach list of a file that has a password or a SHA-1 hash on each line, in any order and
 * of any size: hashes are sorted by their first byte into files, and each of these in memory.
 * @returns how many different passwords are in it.
 */
export async function buildBreachList(source: string, target: string): Promise<number> {
  const folder = await mkdtemp(join(dirname(target), '.breach-list-'));
  try {
    await distribute(source, folder);
    const unfinished = join(folder, 'list');
    const count = await collect(folder, unfinished);
    await rename(unfinished, target);
    return count;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function distribute(source: string, folder: string): Promise<void> {
  const waiting = Array.from({ length: buckets }, () => new Bucket());
  const flush = async (index: number): Promise<void> => {
    const filled = waiting[index]?.take();
    if (filled) await appendFile(join(folder, String(index)), filled);
  };
  for (let index = 0; index < buckets; index += 1) await writeFile(join(folder, String(index)), '');
  const lines = createInterface({ input: createReadStream(source), crlfDelay: Infinity });
  for await (const line of lines) {
    if (line === '') continue;
    const record = Buffer.from(hashLine.exec(line)?.[1] ?? breachHash(line), 'hex');
    const index = record[0] ?? 0;
    if (waiting[index]?.add(record)) await flush(index);
  }
  for (let index = 0; index < buckets; index += 1) await flush(index);
}

async function collect(folder: string, target: string): Promise<number> {
  const output = await open(target, 'w');
  try {
    await output.write(breachListHeader);
    let count = 0;
    for (let index = 0; index < buckets; index += 1) {
      const sorted = sortedOnce(await readFile(join(folder, String(index))));
      await output.writeFile(sorted);
      count += sorted.length / recordLength;
    }
    await output.sync();
    return count;
  } finally {
    await output.close();
  }
}

/** Big-endian records in ascending order, each once. */
function sortedOnce(records: Buffer): Buffer {
  // Sorted as numbers of the machine, which are little-endian wherever Node runs today.
  const bytes = Buffer.from(Uint8Array.from(records).buffer);
  bytes.swap64();
  const numbers = new BigUint64Array(bytes.buffer).toSorted();
  const different = numbers.filter((number, index) => number !== numbers[index - 1]);
  return Buffer.from(different.buffer).swap64();
}

class Bucket {
  private readonly bytes = Buffer.alloc(recordsAtOnce * recordLength);
  private length = 0;

  /** @returns whether it is full. */
  add(record: Buffer): boolean {
    record.copy(this.bytes, this.length, 0, recordLength);
    this.length += recordLength;
    return this.length === this.bytes.length;
  }

  take(): Buffer {
    const taken = Buffer.from(this.bytes.subarray(0, this.length));
    this.length = 0;
    return taken;
  }
}

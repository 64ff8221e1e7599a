import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

/**
 * A breach list is a file of the first 64 bits of SHA-1 hashes, in ascending order, big-endian,
 * after this header. Of a billion passwords in it, one in 18 billion others is taken for one of
 * them; the file has 8 GB.
 */
export const breachListHeader = Buffer.from('GHBREACH');
export const recordLength = 8;

/** SHA-1, as breach collections name passwords (not as a defence): 40 upper-case hex digits. */
export const breachHash = (password: string): string =>
  createHash('sha1').update(password).digest('hex').toUpperCase();

/** Looks passwords up in a breach list, with some 30 small reads and no memory. */
export class BreachList {
  private constructor(
    private readonly file: FileHandle,
    private readonly records: number,
  ) {}

  /** @throws Error when the file cannot be read or is not a breach list. */
  static async open(path: string): Promise<BreachList> {
    const file = await open(path, 'r');
    const { size } = await file.stat();
    const header = Buffer.alloc(breachListHeader.length);
    await file.read(header, 0, header.length, 0);
    const records = (size - header.length) / recordLength;
    if (header.equals(breachListHeader) && Number.isInteger(records))
      return new BreachList(file, records);
    await file.close();
    throw new Error(`${path} is not a breach list; make one with: gatehouse breach-list`);
  }

  /** @param hash of `breachHash`. */
  async has(hash: string): Promise<boolean> {
    const wanted = Buffer.from(hash, 'hex').subarray(0, recordLength);
    const record = Buffer.alloc(recordLength);
    let low = 0;
    let high = this.records;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const position = breachListHeader.length + middle * recordLength;
      await this.file.read(record, 0, recordLength, position);
      const order = record.compare(wanted);
      if (order === 0) return true;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return false;
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

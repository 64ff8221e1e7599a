import { crc32, deflateRawSync } from 'node:zlib';
import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { type DeflatedFile, zipStream } from './zip-stream.js';

const at = new Date('2026-11-21T20:15:30Z');

async function* repeated(part: Uint8Array<ArrayBuffer>, times: number) {
  for (let index = 0; index < times; index += 1) yield part;
}

const fileOf = (name: string, text: string): DeflatedFile => {
  const bytes = Buffer.from(text);
  const parts = repeated(Uint8Array.from(deflateRawSync(bytes)), 1);
  return { name, size: bytes.length, crc: crc32(bytes), parts };
};

/** Its last bytes, where its directory is, and how many bytes there are. */
async function readEnd(files: readonly DeflatedFile[]) {
  let size = 0;
  let last = Buffer.alloc(0);
  for await (const chunk of zipStream(files, at)) {
    size += chunk.length;
    last = chunk.length > 1000 ? Buffer.alloc(0) : Buffer.concat([last, chunk]).subarray(-1000);
  }
  return { size, last };
}

it('is a ZIP file that others read', async () => {
  const chunks: Uint8Array[] = [];
  const files = [fileOf('a.json', '{"ä": 1}'), fileOf('b.html', 'x'.repeat(100_000))];
  for await (const chunk of zipStream(files, at)) chunks.push(chunk);
  const found = unzipSync(Uint8Array.from(Buffer.concat(chunks)));
  expect(strFromU8(found['a.json'] ?? new Uint8Array())).toBe('{"ä": 1}');
  expect(found['b.html']).toHaveLength(100_000);
});

it('tells of more than 4 GB in ZIP64, by eight bytes where four would be too few', async () => {
  const part = new Uint8Array(64 * 1024 * 1024);
  const size = 6_000_000_000;
  const huge = { name: 'huge', size, crc: 7, parts: repeated(part, 70) };
  const { size: all, last } = await readEnd([huge, fileOf('small', 'text')]);
  const compressed = 70 * part.length;
  const signature = (sign: number) => last.lastIndexOf(Buffer.from([0x50, 0x4b, sign, sign + 1]));
  const first = last.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  // The first file: both its sizes.
  const extra = first + 46 + 'huge'.length;
  expect(last.readUInt32LE(first + 20)).toBe(0xffff_ffff);
  expect(last.readBigUInt64LE(extra + 4)).toBe(BigInt(size));
  expect(last.readBigUInt64LE(extra + 12)).toBe(BigInt(compressed));
  // The second one: where it stands.
  const second = last.indexOf(Buffer.from([0x50, 0x4b, 1, 2]), first + 4);
  const offset = last.readBigUInt64LE(second + 46 + 'small'.length + 4);
  expect(Number(offset)).toBeGreaterThan(compressed);
  // The directory, and the record that leads to it.
  const record = last.lastIndexOf(Buffer.from([0x50, 0x4b, 6, 6]));
  const locator = last.lastIndexOf(Buffer.from([0x50, 0x4b, 6, 7]));
  expect(Number(last.readBigUInt64LE(record + 48))).toBe(all - (last.length - first));
  expect(Number(last.readBigUInt64LE(locator + 8))).toBe(all - (last.length - record));
  expect(signature(5)).toBe(last.length - 22);
});

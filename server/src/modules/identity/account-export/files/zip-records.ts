/** A file of a ZIP file, before its content has come; times are UTC. */
export interface EntryStart {
  readonly name: string;
  /** In bytes, before it was deflated. */
  readonly size: number;
  /** CRC-32 of the same. */
  readonly crc: number;
  readonly modifiedAt: Date;
  /** Where its local header stands. */
  readonly offset: number;
}

export interface Entry extends EntryStart {
  /** In bytes. */
  readonly compressedSize: number;
}

// The names below are those of APPNOTE.TXT 6.3.10, whose sections are named with the records.
const deflated = 8;
/** Sizes follow the content (bit 3), names are UTF-8 (bit 11). */
const flags = 0x0808;
const version = { plain: 20, zip64: 45 };
/** In place of a number that stands in the ZIP64 field. */
const elsewhere = 0xffff_ffff;
const zip64Field = 0x0001;
/** Content that cannot be deflated grows a little: so near to the limit it is past it. */
const margin = 64 * 1024 * 1024;

/** Whether a file is told of in ZIP64, which its header must know before its content has come. */
const isLarge = ({ size }: EntryStart): boolean => size >= elsewhere - margin;

const u16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};

/** MS-DOS date and time, 4.4.6: two seconds are the least that it tells. */
function timeOf(at: Date): Buffer {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const day = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return Buffer.concat([u16(time), u16(day)]);
}

const field = (values: readonly number[]): Buffer =>
  values.length === 0
    ? Buffer.alloc(0)
    : Buffer.concat([u16(zip64Field), u16(values.length * 8), ...values.map(u64)]);

/** 4.3.7 */
export function localHeader(entry: EntryStart): Buffer {
  const name = Buffer.from(entry.name);
  // What its numbers are says the descriptor; that it has them of eight bytes says this field.
  const extra = field(isLarge(entry) ? [0, 0] : []);
  const unknown = u32(isLarge(entry) ? elsewhere : 0);
  return Buffer.concat([
    u32(0x0403_4b50),
    u16(isLarge(entry) ? version.zip64 : version.plain),
    u16(flags),
    u16(deflated),
    timeOf(entry.modifiedAt),
    u32(0),
    unknown,
    unknown,
    u16(name.length),
    u16(extra.length),
    name,
    extra,
  ]);
}

/** 4.3.9 */
export function descriptor(entry: Entry): Buffer {
  const size = isLarge(entry) ? u64 : u32;
  const { crc, compressedSize } = entry;
  return Buffer.concat([u32(0x0807_4b50), u32(crc), size(compressedSize), size(entry.size)]);
}

/** 4.3.12 */
export function centralHeader(entry: Entry): Buffer {
  const name = Buffer.from(entry.name);
  const { size, compressedSize, offset } = entry;
  const sizes = isLarge(entry) ? [size, compressedSize] : [];
  const extra = field([...sizes, ...(offset >= elsewhere ? [offset] : [])]);
  const needed = extra.length > 0 ? version.zip64 : version.plain;
  return Buffer.concat([
    u32(0x0201_4b50),
    u16(needed),
    u16(needed),
    u16(flags),
    u16(deflated),
    timeOf(entry.modifiedAt),
    u32(entry.crc),
    u32(isLarge(entry) ? elsewhere : compressedSize),
    u32(isLarge(entry) ? elsewhere : size),
    u16(name.length),
    u16(extra.length),
    // No comment, the first disk, no attributes.
    Buffer.alloc(10),
    u32(Math.min(offset, elsewhere)),
    name,
    extra,
  ]);
}

/** 4.3.14 to 4.3.16: the end, in ZIP64 where the directory stands past 4 GB. */
export function zipEnd(count: number, offset: number, size: number): Buffer {
  const end = Buffer.concat([
    u32(0x0605_4b50),
    Buffer.alloc(4),
    u16(count),
    u16(count),
    u32(size),
    u32(Math.min(offset, elsewhere)),
    u16(0),
  ]);
  if (offset < elsewhere) return end;
  const record = Buffer.concat([
    u32(0x0606_4b50),
    u64(44),
    u16(version.zip64),
    u16(version.zip64),
    Buffer.alloc(8),
    u64(count),
    u64(count),
    u64(size),
    u64(offset),
  ]);
  const locator = Buffer.concat([u32(0x0706_4b50), u32(0), u64(offset + size), u32(1)]);
  return Buffer.concat([record, locator, end]);
}

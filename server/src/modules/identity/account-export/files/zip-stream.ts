import type { ExportFile } from '../account-exports.table.js';
import { centralHeader, descriptor, type Entry, localHeader, zipEnd } from './zip-records.js';

/** A file whose content comes as raw deflate (RFC 1951), in parts. */
export interface DeflatedFile extends ExportFile {
  readonly parts: AsyncIterable<Uint8Array<ArrayBuffer>>;
}

/**
 * A ZIP file of files that are deflated already: one part in memory at a time. Past 4 GB, in a file
 * or in all, it is of the form ZIP64.
 */
export async function* zipStream(
  files: readonly DeflatedFile[],
  modifiedAt: Date,
): AsyncGenerator<Uint8Array> {
  const entries: Entry[] = [];
  let at = 0;
  const sent = <T extends Uint8Array>(bytes: T): T => {
    at += bytes.length;
    return bytes;
  };
  for (const { name, size, crc, parts } of files) {
    const start = { name, size, crc, modifiedAt, offset: at };
    yield sent(localHeader(start));
    const from = at;
    for await (const part of parts) yield sent(part);
    const entry = { ...start, compressedSize: at - from };
    yield sent(descriptor(entry));
    entries.push(entry);
  }
  const directory = at;
  for (const entry of entries) yield sent(centralHeader(entry));
  yield zipEnd(entries.length, directory, at - directory);
}

import { Zip, type ZipInputFile } from 'fflate';
import type { ExportFile } from '../account-exports.table.js';

/** A file whose content comes as raw deflate (RFC 1951), in parts. */
export interface DeflatedFile extends ExportFile {
  readonly parts: AsyncIterable<Uint8Array<ArrayBuffer>>;
}

/** The ZIP format's number for raw deflate (APPNOTE 4.4.5). */
const deflated = 8;
const nothing = new Uint8Array();

/** A ZIP file of files that are deflated already: one part in memory at a time. */
export async function* zipStream(
  files: readonly DeflatedFile[],
  modifiedAt: Date,
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  for (const { name: filename, size, crc, parts } of files) {
    const file: ZipInputFile = { filename, size, crc, compression: deflated, mtime: modifiedAt };
    zip.add(file);
    for await (const part of parts) {
      file.ondata?.(null, part, false);
      yield* ready.splice(0);
    }
    file.ondata?.(null, nothing, true);
  }
  zip.end();
  yield* ready.splice(0);
}

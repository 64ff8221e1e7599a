import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import { FieldCipher } from '../../../../platform/crypto/field-cipher.js';
import { Database } from '../../../../platform/database/database.js';
import { AccountExportsRepository, type ClaimedExport } from '../account-exports.repository.js';
import type { AccountExportPart, AccountExportRow, ExportFile } from '../account-exports.table.js';
import { PageRenderer } from './page-renderer.js';
import type { Piece } from './page.worker.js';
import { zipStream } from './zip-stream.js';

/** Parts of a file that are in memory at a time while it is read. */
const partsAtOnce = 16;

const placeOf = ({ exportId, file, position }: Omit<AccountExportPart, 'content'>): string =>
  `account_export_parts.content:${exportId}/${file}/${position}`;

/** Somebody else makes the export now, or it was removed. */
export class ExportLost extends Error {}

/** Keeps exports: some rows at a time, deflated and sealed, and reads them as one ZIP file. */
@Injectable()
export class ExportFilesService {
  constructor(
    private readonly repository: AccountExportsRepository,
    private readonly renderer: PageRenderer,
    private readonly cipher: FieldCipher,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes pieces as they come, one in memory at a time.
   * @returns the files that they have become.
   * @throws ExportLost
   */
  async write(claimed: ClaimedExport, pieces: AsyncIterable<Piece>): Promise<ExportFile[]> {
    let json: ExportFile = { name: 'account.json', size: 0, crc: 0 };
    let html: ExportFile = { name: 'account.html', size: 0, crc: 0 };
    let position = 0;
    for await (const piece of pieces) {
      const added = await this.renderer.render({ piece, json, html });
      await this.keep(claimed, [
        this.sealed({ exportId: claimed.id, file: json.name, position }, added.json.content),
        this.sealed({ exportId: claimed.id, file: html.name, position }, added.html.content),
      ]);
      json = { name: json.name, size: added.json.size, crc: added.json.crc };
      html = { name: html.name, size: added.html.size, crc: added.html.crc };
      position += 1;
    }
    return [json, html];
  }

  /** An export that is made, as a ZIP file that is read at the pace of its reader. */
  read({ id, files, madeAt }: AccountExportRow): Readable {
    const found = (files ?? []).map((file) => ({ ...file, parts: this.parts(id, file.name) }));
    return Readable.from(zipStream(found, madeAt ?? this.clock.now()), { highWaterMark: 1 });
  }

  private sealed(at: Omit<AccountExportPart, 'content'>, content: Uint8Array): AccountExportPart {
    const text = Buffer.from(content).toString('base64');
    return { ...at, content: this.cipher.seal(text, placeOf(at)) };
  }

  private async keep(claimed: ClaimedExport, parts: readonly AccountExportPart[]): Promise<void> {
    const { connection } = this.database;
    if (!(await this.repository.keep(connection, claimed, parts, this.clock.now())))
      throw new ExportLost();
  }

  private async *parts(id: string, name: string): AsyncGenerator<Buffer<ArrayBuffer>> {
    const { connection } = this.database;
    for (let from = 0; ; from += partsAtOnce) {
      const parts = await this.repository.listParts(connection, { id, name }, from, partsAtOnce);
      for (const part of parts)
        yield Buffer.from(this.cipher.open(part.content, placeOf(part)), 'base64');
      if (parts.length < partsAtOnce) return;
    }
  }
}

import { Injectable } from '@nestjs/common';
import { Jobs } from '../jobs/jobs.js';
import { Logger } from '../telemetry/logger.js';
import { FieldCipher } from './field-cipher.js';
import {
  type SealedColumn,
  type SealedField,
  SealedColumnsRepository,
} from './sealed-columns.repository.js';

const fieldsAtOnce = 200;

/** Seals anew what an older key sealed, so that the older key can be taken out of the ring. */
@Injectable()
export class Resealer {
  private readonly columns: SealedColumn[] = [];

  constructor(
    private readonly repository: SealedColumnsRepository,
    private readonly cipher: FieldCipher,
    private readonly logger: Logger,
    jobs: Jobs,
  ) {
    jobs.register('crypto.reseal', () => this.reseal(), { schedule: { cron: '37 * * * *' } });
  }

  /** Names a column to care for; belongs in a module's construction. */
  register(column: SealedColumn): void {
    this.columns.push(column);
  }

  /** Goes through every column once. */
  async reseal(): Promise<void> {
    for (const column of this.columns) await this.resealColumn(column);
  }

  /** By the key, so that no row is looked at twice. */
  private async resealColumn(column: SealedColumn): Promise<void> {
    const { prefix } = this.cipher;
    let fields: SealedField[];
    let lastId: string | undefined;
    do {
      fields = await this.repository.listSealedOtherwise(column, prefix, fieldsAtOnce, lastId);
      for (const field of fields) await this.resealField(column, field);
      lastId = fields.at(-1)?.id;
    } while (fields.length === fieldsAtOnce);
  }

  /** One that cannot be opened, such as by a key that was taken out too early, stops no other. */
  private async resealField(column: SealedColumn, field: SealedField): Promise<void> {
    const place = column.placeOf(field.id);
    try {
      const fresh = this.cipher.seal(this.cipher.open(field.sealed, place), place);
      await this.repository.replace(column, field, fresh);
    } catch (error) {
      this.logger.error('A sealed field could not be sealed anew', { place, error });
    }
  }
}

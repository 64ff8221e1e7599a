import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { secretPlace } from '../factors/totp/totp.service.js';
import { privateJwkPlace } from '../tokens/signing-keys.service.js';
import { type SealedTable, UpkeepRepository } from './upkeep.repository.js';

const fieldsAtOnce = 200;
const placeOf: Record<SealedTable, (id: string) => string> = {
  totp_authenticators: secretPlace,
  signing_keys: privateJwkPlace,
};

/** Keeps identity's tables small, and its sealed fields under the present key. */
@Injectable()
export class UpkeepJob {
  constructor(
    private readonly repository: UpkeepRepository,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
    private readonly logger: Logger,
    jobs: Jobs,
  ) {
    jobs.register('identity.purge', () => this.purge(), { schedule: { cron: '7 * * * *' } });
    jobs.register('identity.reseal', () => this.reseal(), { schedule: { cron: '37 * * * *' } });
  }

  async purge(): Promise<void> {
    this.logger.info(
      'Old rows of identity were removed',
      await this.repository.purge(this.clock.now()),
    );
  }

  /** Seals anew what an older key sealed, so that the older key can be taken out of the ring. */
  async reseal(): Promise<void> {
    for (const table of ['totp_authenticators', 'signing_keys'] as const)
      while (await this.resealSome(table));
  }

  private async resealSome(table: SealedTable): Promise<boolean> {
    const { prefix } = this.cipher;
    const fields = await this.repository.listSealedOtherwise(table, prefix, fieldsAtOnce);
    for (const field of fields) {
      const place = placeOf[table](field.id);
      const fresh = this.cipher.seal(this.cipher.open(field.sealed, place), place);
      await this.repository.replaceSealed(table, field, fresh);
    }
    return fields.length === fieldsAtOnce;
  }
}

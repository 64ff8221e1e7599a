import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { PasswordHasher } from '../../../platform/crypto/password-hasher.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { ImportedHashesRepository } from './imported-hashes.repository.js';

const mostKinds = 10;

/**
 * Has the hasher time the imported hashes that are left, so that the first failure after a start
 * takes as long as any other (attack 8).
 */
@Injectable()
export class ImportedHashes implements OnApplicationBootstrap {
  constructor(
    private readonly repository: ImportedHashesRepository,
    private readonly hasher: PasswordHasher,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timeAll().catch((error: unknown) =>
      this.logger.warn('Imported password hashes were not timed', { error }),
    );
  }

  private async timeAll(): Promise<void> {
    for (const hash of await this.repository.listKinds(mostKinds))
      await this.hasher.verify(hash, 'timed, and not tried');
  }
}

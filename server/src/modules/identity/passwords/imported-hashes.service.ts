import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { isEntrance } from '../../../platform/config/apps/apps.js';
import { Config } from '../../../platform/config/config.js';
import { PasswordHasher } from '../../../platform/crypto/password-hasher.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { ImportedHashesRepository } from './imported-hashes.repository.js';

const mostKinds = 10;

/**
 * Has the hasher time the imported hashes that are left, so that the first failure after a start
 * takes as long as any other (attack 8). Only where people sign in: others try no password.
 */
@Injectable()
export class ImportedHashes implements OnApplicationBootstrap {
  constructor(
    private readonly repository: ImportedHashesRepository,
    private readonly hasher: PasswordHasher,
    private readonly logger: Logger,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    if (!isEntrance(this.config)) return;
    this.timeAll().catch((error: unknown) =>
      this.logger.warn('Imported password hashes were not timed', { error }),
    );
  }

  private async timeAll(): Promise<void> {
    for (const hash of await this.repository.listKinds(mostKinds))
      await this.hasher.verify(hash, 'timed, and not tried');
  }
}

import { Injectable } from '@nestjs/common';
import { AppError } from '../../../kernel/error.js';
import { Config } from '../../../platform/config/config.js';
import { CredentialsService } from '../passwords/credentials.service.js';
import { type Registration, RegistrationAttemptsService } from './registration-attempts.service.js';

/**
 * Takes attempts to register. An account begins to exist when its address is confirmed, with the
 * password of the attempt whose mail was answered, so nobody can prepare one for somebody else.
 */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly attempts: RegistrationAttemptsService,
    private readonly credentials: CredentialsService,
    private readonly config: Config,
  ) {}

  /**
   * Takes an attempt. A known address costs the same time and shows nothing; its owner gets a mail,
   * at most one a minute, whoever asks.
   * @throws AppError `registration_disabled`, `weak_password`, `username_taken` (usernames are public), `overloaded`
   */
  async register(wish: Registration, clientAddress: string): Promise<void> {
    if (!this.config.GATEHOUSE_REGISTRATION) throw new AppError('registration_disabled');
    const ownWords = [wish.email, wish.firstName, wish.lastName, wish.username ?? ''];
    const owner = { secondFactor: false, ownWords };
    const passwordHash = await this.credentials.prepare(wish.password, owner);
    await this.attempts.keep(wish, passwordHash, clientAddress);
  }
}

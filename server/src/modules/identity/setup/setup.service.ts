import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Config, ConfigError } from '../../../platform/config/config.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service.js';
import { FoundingService } from '../organizations/founding.service.js';
import { CredentialsService } from '../passwords/credentials.service.js';
import { newUser } from '../users/new-user.js';
import { isTaken, UsersRepository } from '../users/users.repository.js';

/** The first owner and the organization they own. */
export interface FirstOwner {
  readonly organization: string;
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** First run (G22): a one-time link, or the owner that the settings name. No default account exists. */
@Injectable()
export class SetupService {
  constructor(
    private readonly users: UsersRepository,
    private readonly organizations: FoundingService,
    private readonly tokens: OneTimeTokensService,
    private readonly credentials: CredentialsService,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Whether the first owner is still missing. */
  async isRequired(): Promise<boolean> {
    return !(await this.users.anyExists(this.database.connection));
  }

  /**
   * On an empty database: creates the owner that the settings name, or answers the path of a new set-up link.
   * @throws ConfigError when the settings name an owner with a weak password.
   */
  async prepare(): Promise<string | null> {
    if (!(await this.isRequired())) return null;
    const { GATEHOUSE_ADMIN_EMAIL: email, GATEHOUSE_ADMIN_PASSWORD: password } = this.config;
    if (email === undefined || password === undefined)
      return this.database.transaction(
        async (tx) => `/setup?token=${await this.tokens.issue(tx, 'setup', null)}`,
      );
    const owner = {
      organization: 'My organization',
      email,
      password,
      firstName: 'First',
      lastName: 'Owner',
    };
    const passwordHash = await this.hashPassword(owner).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      throw new ConfigError(`GATEHOUSE_ADMIN_PASSWORD ${error.message}.`);
    });
    await this.database
      .transaction((tx) => this.create(tx, owner, passwordHash))
      .catch((error: unknown) => {
        // Of instances that start together, one is first.
        if (!isTaken(error) && !isCompleted(error)) throw error;
      });
    return null;
  }

  /** @throws AppError `invalid_token`, `setup_completed`, `weak_password` */
  async complete(
    token: string,
    owner: FirstOwner,
  ): Promise<{ userId: string; organizationId: string }> {
    if (!(await this.isRequired())) throw new AppError('setup_completed');
    const passwordHash = await this.hashPassword(owner);
    try {
      return await this.database.transaction(async (tx) => {
        if (!(await this.tokens.consume(tx, ['setup'], token))) throw new AppError('invalid_token');
        return this.create(tx, owner, passwordHash);
      });
    } catch (error) {
      // Each start prints a link: somebody used another one at the same time.
      if (isTaken(error)) throw new AppError('setup_completed', { cause: error });
      throw error;
    }
  }

  private async hashPassword(owner: FirstOwner): Promise<string> {
    const ownWords = [owner.email, owner.firstName, owner.lastName, owner.organization];
    return this.credentials.prepare(owner.password, { secondFactor: true, ownWords });
  }

  private async create(tx: Transaction, owner: FirstOwner, passwordHash: string) {
    if (await this.users.anyExists(tx)) throw new AppError('setup_completed');
    const now = this.clock.now();
    const { email, firstName, lastName } = owner;
    const staff = {
      isPrimaryAdmin: true,
      platformRole: 'super_admin',
      emailVerifiedAt: now,
    } as const;
    const user = newUser({ email, firstName, lastName, passwordHash, ...staff }, now);
    const organizationId = await this.organizations.withAccount(tx, owner.organization, user);
    return { userId: user.id, organizationId };
  }
}

const isCompleted = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'setup_completed';

import { Injectable } from '@nestjs/common';
import {
  type BulkAction,
  bulkActions,
  type BulkOutcome,
} from '@gatehouse/contracts/identity/administration';
import { errors } from '@gatehouse/contracts/errors';
import { AppError } from '../../../kernel/error.js';
import type { Caller } from '../../../platform/http/caller.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { StandingService } from '../users/standing.service.js';
import { MemberSessionsService } from './member-sessions.service.js';
import { PasswordResetsService } from './password-resets.service.js';

type Deed = (caller: Caller, userId: string) => Promise<unknown>;

/** One thing done to many people: the same deeds, under the same rules, as one by one. */
@Injectable()
export class BulkService {
  private readonly deeds: Readonly<Record<BulkAction, Deed>>;

  constructor(
    standing: StandingService,
    passwords: PasswordResetsService,
    sessions: MemberSessionsService,
    private readonly logger: Logger,
  ) {
    this.deeds = {
      deactivate: (caller, userId) => standing.deactivate(caller, userId),
      activate: (caller, userId) => standing.activate(caller, userId),
      delete: (caller, userId) => standing.remove(caller, userId),
      reset_password: (caller, userId) => passwords.force(caller, userId),
      end_sessions: (caller, userId) => sessions.endAll(caller, userId),
    };
  }

  /**
   * Each person is a transaction of their own, so that a refusal of one undoes no other, and a
   * failure hides nothing that was done before it: it is that person's outcome.
   * @throws AppError `forbidden` without the permission that the action takes
   */
  async run(
    caller: Caller,
    action: BulkAction,
    userIds: readonly string[],
  ): Promise<BulkOutcome[]> {
    if (!caller.permissions.has(bulkActions[action])) throw new AppError('forbidden');
    const outcomes: BulkOutcome[] = [];
    for (const userId of new Set(userIds))
      outcomes.push(await this.outcomeOf(this.deeds[action](caller, userId), userId));
    return outcomes;
  }

  private async outcomeOf(deed: Promise<unknown>, userId: string): Promise<BulkOutcome> {
    try {
      await deed;
      return { userId, done: true, code: null, reason: null };
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'internal';
      if (code === 'internal') this.logger.error('One of many could not be changed', { error });
      const detail = error instanceof AppError ? error.options.detail : undefined;
      return { userId, done: false, code, reason: detail ?? errors[code].title };
    }
  }
}

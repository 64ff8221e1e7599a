import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../kernel/error.js';
import type { Caller } from '../../../platform/http/caller.js';
import type { Logger } from '../../../platform/telemetry/logger.js';
import type { StandingService } from '../users/standing.service.js';
import { BulkService } from './bulk.service.js';
import type { MemberSessionsService } from './member-sessions.service.js';
import type { PasswordResetsService } from './password-resets.service.js';

describe('one thing done to many', () => {
  it('tells of each what became of it, also where one fails unexpectedly midway', async () => {
    const deactivate = vi.fn(async (_caller: Caller, userId: string) => {
      if (userId === 'above') throw new AppError('forbidden', { detail: 'Above you.' });
      if (userId === 'broken') throw new TypeError('a secret of the database');
      if (userId === 'gone') throw new AppError('not_found');
    });
    const logger = { error: vi.fn() };
    const service = new BulkService(
      { deactivate } as unknown as StandingService,
      {} as PasswordResetsService,
      {} as MemberSessionsService,
      logger as unknown as Logger,
    );
    const caller = { permissions: new Set(['user:deactivate']) } as unknown as Caller;
    const ids = ['first', 'above', 'broken', 'gone', 'last'];
    expect(await service.run(caller, 'deactivate', ids)).toEqual([
      { userId: 'first', done: true, code: null, reason: null },
      { userId: 'above', done: false, code: 'forbidden', reason: 'Above you.' },
      { userId: 'broken', done: false, code: 'internal', reason: expect.any(String) },
      { userId: 'gone', done: false, code: 'not_found', reason: expect.any(String) },
      { userId: 'last', done: true, code: null, reason: null },
    ]);
    expect(logger.error).toHaveBeenCalledOnce();
  });
});

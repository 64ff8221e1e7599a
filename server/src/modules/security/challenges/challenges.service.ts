import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { after, Clock, minutes } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { hashToken } from '../../../kernel/secret.js';
import { Config } from '../../../platform/config/config.js';
import { KeyRing } from '../../../platform/crypto/key-ring.js';
import { Database } from '../../../platform/database/database.js';
import {
  type ChallengedCall,
  ChallengeGate,
} from '../../../platform/http/challenge/challenge-gate.js';
import { checkSolution, issueChallenge } from './proof-of-work.js';
import { SuspicionService } from './suspicion.service.js';
import { UsedChallengesRepository } from './used-challenges.repository.js';

/** How long a challenge may be worked on, in milliseconds. */
const life = minutes(5);

/** Asks for work where much is tried, or of everybody: a challenge is for one call, of a route and an address. */
@Injectable()
export class ChallengesService extends ChallengeGate {
  constructor(
    private readonly used: UsedChallengesRepository,
    private readonly suspicion: SuspicionService,
    private readonly keys: KeyRing,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {
    super();
  }

  async check(call: ChallengedCall, solution: string | undefined): Promise<void> {
    if (!this.isAsked(call)) return;
    if (solution !== undefined && (await this.accept(call, solution))) return;
    const expiresAt = after(this.clock.now(), life);
    const work = this.config.GATEHOUSE_CHALLENGE_WORK;
    throw new AppError('challenge_required', {
      challenge: issueChallenge(this.key, call, work, expiresAt),
    });
  }

  note(call: ChallengedCall): void {
    this.suspicion.note(call.address, nameOf(call));
  }

  private isAsked(call: ChallengedCall): boolean {
    const setting = this.config.GATEHOUSE_CHALLENGE;
    if (setting !== 'when_suspicious') return setting === 'always';
    return this.suspicion.isSuspicious(call.address, nameOf(call));
  }

  /** Of many calls with one solution, one passes. */
  private async accept(call: ChallengedCall, solution: string): Promise<boolean> {
    const solved = checkSolution(this.key, call, solution, this.clock.now());
    return solved !== null && (await this.used.reserve(this.database.connection, solved));
  }

  private get key(): KeyObject {
    return this.keys.derive('challenges');
  }
}

/** The name as it is counted, which may go to Redis: no address of a person. */
const nameOf = ({ account }: ChallengedCall): string | null =>
  account === null
    ? null
    : hashToken(account.normalize('NFKC').toLowerCase()).toString('hex').slice(0, 32);

import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import { hashToken } from '../../../../kernel/secret.js';
import { Batcher } from '../../../../platform/cache/batcher.js';
import { KeyRing } from '../../../../platform/crypto/key-ring.js';
import {
  RefreshTokensRepository,
  type RotatedSession,
  type UsedToken,
} from './refresh-tokens.repository.js';

/** A session's new refresh token. */
export interface Rotated {
  readonly session: RotatedSession;
  readonly refreshToken: string;
}

/**
 * Exchanges refresh tokens for their children. A child is derived from its token with a key of ours,
 * so that it can be given again, though only its hash is stored.
 */
@Injectable()
export class TokenRotationService {
  private readonly rotations = new Batcher<Rotated>((tokens) => this.rotateAll(tokens));

  constructor(
    private readonly repository: RefreshTokensRepository,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  /** Whoever asks first gets the child; undefined for a token that is not the latest of a live session. */
  rotate(token: string): Promise<Rotated | undefined> {
    return this.rotations.add(token);
  }

  /** A token that was exchanged before, with its child where that is still unused; null for any other. */
  async findUsed(token: string, now: Date): Promise<(UsedToken & { child: string | null }) | null> {
    const children = this.keys.ids.map((id) => this.childOf(token, id));
    const used = await this.repository.findUsed(hashToken(token), children.map(hashToken), now);
    if (!used) return null;
    const child = children.find((candidate) => used.unusedChild?.equals(hashToken(candidate)));
    return { ...used, child: child ?? null };
  }

  /** Exchanges tokens that came together: their durable commit costs more than all the rest. */
  private async rotateAll(tokens: readonly string[]): Promise<ReadonlyMap<string, Rotated>> {
    const asked = tokens.map((token) => {
      const refreshToken = this.childOf(token, this.keys.currentId);
      return { token, hash: hashToken(token), refreshToken };
    });
    const sessions = await this.repository.rotate(
      asked.map(({ hash }) => hash),
      asked.map(({ refreshToken }) => hashToken(refreshToken)),
      this.clock.now(),
    );
    const byHash = new Map(sessions.map((session) => [session.tokenHash.toString('hex'), session]));
    const rotated = new Map<string, Rotated>();
    for (const { token, hash, refreshToken } of asked) {
      const session = byHash.get(hash.toString('hex'));
      if (session) rotated.set(token, { session, refreshToken });
    }
    return rotated;
  }

  private childOf(token: string, keyId: string): string {
    const key = this.keys.derive('refresh-tokens', keyId);
    return createHmac('sha256', key).update(token).digest('base64url');
  }
}

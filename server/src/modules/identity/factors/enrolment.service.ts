import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { SecondFactorMethod, TokenPair } from '@gatehouse/contracts/identity/sign-in';
import { requiresSecondFactor } from '@gatehouse/contracts/permissions';
import { AppError } from '../../../kernel/error.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { Metrics } from '../../../platform/telemetry/metrics.js';
import type { Client } from '../devices/client.js';
import { StrongProofsService } from '../policies/strong-proofs.service.js';
import { type OpenedSession, SessionsService } from '../sessions/sessions.service.js';
import { holderOf } from '../sessions/token-holder.js';
import { accepts } from './accepted-factors.js';
import { BackupCodesFactor } from './backup-codes/backup-codes.factor.js';
import { EnrolledFactorsRepository, type FactorDemand } from './enrolled-factors.repository.js';
import type { Factor } from './factor.js';
import { TrustedDevicesService } from './trusted-devices/trusted-devices.service.js';

/** A factor that was turned on, the codes that come with the first, and the session that follows. */
export interface Enrolled {
  readonly backupCodes: string[];
  readonly opened: OpenedSession;
  /** The person has a factor now that counts in the organization. */
  readonly secondFactor: boolean;
}

type Named = Pick<Factor, 'method' | 'reference'>;

/** What turning a second factor on and off brings about, whichever it is. */
@Injectable()
export class EnrolmentService {
  constructor(
    private readonly enrolled: EnrolledFactorsRepository,
    private readonly backupCodes: BackupCodesFactor,
    private readonly devices: TrustedDevicesService,
    private readonly sessions: SessionsService,
    private readonly proofs: StrongProofsService,
    private readonly events: Events,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Makes changes of a person's factors wait for each other; to be called before any of them.
   * @throws AppError `unauthenticated` when the session ended since the request came in,
   * `reauthentication_required`, see `StrongProofsService`
   */
  async lock(tx: Transaction, caller: SessionCaller): Promise<void> {
    await this.enrolled.lock(tx, caller.userId);
    await this.sessions.assertLive(tx, caller);
    await this.proofs.assert(tx, caller);
  }

  /**
   * A factor was turned on. Every session was begun without it, so all end, and the caller gets a
   * new one that proved it too (attacks 11 and 12).
   */
  async complete(
    tx: Transaction,
    caller: SessionCaller,
    { method, reference }: Named,
    client: Client,
    name?: string,
  ): Promise<Enrolled> {
    const { userId, organizationId, sessionPreset } = caller;
    const about = { organizationId };
    const hasCodes = await this.backupCodes.isReady(tx, userId);
    const backupCodes = hasCodes ? [] : await this.backupCodes.replace(tx, userId);
    const methods = [...new Set([...caller.methods, reference])];
    await this.sessions.endAll(tx, userId, 'second_factor_changed', about);
    const begun = { userId, organizationId, sessionPreset, methods, ...client };
    const opened = await this.sessions.open(tx, begun);
    const enabled = { userId, method, ...(name === undefined ? {} : { name }) };
    await this.events.add(tx, events.twoFactorEnabled, enabled, about);
    const created = { userId, sessionId: opened.row.id };
    await this.events.add(tx, events.sessionCreated, created, about);
    this.metrics.twoFactorAttempt({ operation: 'enable', outcome: 'success' });
    return { backupCodes, opened, secondFactor: await this.hasAccepted(tx, caller) };
  }

  private async hasAccepted(
    tx: Transaction,
    { userId, acceptedFactors }: SessionCaller,
  ): Promise<boolean> {
    const enrolled = await this.enrolled.list(tx, userId);
    return enrolled.some(({ method }) => accepts(acceptedFactors, method));
  }

  /** What the caller is answered once that is committed. */
  async answer(
    caller: SessionCaller,
    { backupCodes, opened, secondFactor }: Enrolled,
  ): Promise<TokenPair & { backupCodes: string[] }> {
    const holder = holderOf(opened.row, caller, secondFactor);
    return { backupCodes, ...(await this.sessions.issueTokens(holder, opened.refreshToken)) };
  }

  /** A factor got another name. */
  async tellOfName(
    tx: Transaction,
    { userId, organizationId }: SessionCaller,
    method: SecondFactorMethod,
    change: { readonly from: string; readonly to: string },
  ): Promise<void> {
    const renamed = { userId, method, ...change };
    await this.events.add(tx, events.twoFactorRenamed, renamed, { organizationId });
  }

  /**
   * A factor was removed: the caller's other sessions end, no device is trusted any longer, and
   * with the last factor the backup codes are gone.
   * @throws AppError `last_factor` when it was the last one that counts and the caller needs one,
   * here or in another organization of theirs.
   */
  async withdraw(
    tx: Transaction,
    caller: SessionCaller,
    method: SecondFactorMethod,
    name?: string,
  ): Promise<void> {
    const { userId, organizationId, sessionId } = caller;
    if (requiresSecondFactor(caller) && !(await this.hasAccepted(tx, caller)))
      throw new AppError('last_factor');
    const left = (await this.enrolled.list(tx, userId)).map((factor) => factor.method);
    const demands = await this.enrolled.listDemands(tx, userId);
    if (demands.some((demand) => isUnmetWithout(demand, method, left)))
      throw new AppError('last_factor', { detail: 'Another organization of yours asks for it.' });
    if (left.length === 0) await this.backupCodes.remove(tx, userId);
    const about = { organizationId };
    await this.devices.forgetAll(tx, userId, about);
    await this.sessions.endAll(tx, userId, 'second_factor_changed', about, sessionId);
    await this.sessions.invalidate(tx, userId);
    const disabled = { userId, method, ...(name === undefined ? {} : { name }) };
    await this.events.add(tx, events.twoFactorDisabled, disabled, about);
    this.metrics.twoFactorAttempt({ operation: 'disable', outcome: 'success' });
  }
}

/** Whether a method is gone that met a demand, and none that is left does. */
const isUnmetWithout = (
  demand: FactorDemand,
  gone: SecondFactorMethod,
  left: readonly SecondFactorMethod[],
): boolean => {
  const meets = (method: SecondFactorMethod) => accepts(demand.acceptedFactors, method);
  return requiresSecondFactor(demand) && meets(gone) && !left.some(meets);
};

import { Injectable } from '@nestjs/common';
import { type CloudEvent, events } from '@gatehouse/contracts/events';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { EventListener } from '../../../platform/events/event-listener.js';
import { KnownDevicesRepository } from '../devices/known-devices.repository.js';
import { SecurityMailsService } from '../mails/security-mails.service.js';
import { agentOf } from '../sessions/session.js';
import { UsersRepository } from '../users/users.repository.js';

const { newDeviceUsed, userLogin, twoFactorEnabled, twoFactorDisabled } = events;

const factorNames: Readonly<Record<string, string>> = {
  totp: 'an authenticator app',
  passkey: 'a passkey',
  email_code: 'codes by e-mail',
  sms_code: 'codes by SMS',
};

/** Tells people by mail of sign-ins from strange devices and of changes to their second factors. */
@Injectable()
export class SecurityAlertsListener extends EventListener {
  override readonly name = 'security-alerts';
  override readonly module = 'identity';
  override readonly types = [userLogin.type, twoFactorEnabled.type, twoFactorDisabled.type];

  constructor(
    private readonly devices: KnownDevicesRepository,
    private readonly users: UsersRepository,
    private readonly mails: SecurityMailsService,
    private readonly events: Events,
  ) {
    super();
  }

  override async handle(tx: Transaction, happened: readonly CloudEvent[]): Promise<void> {
    const signIns = happened.filter(({ type }) => type === userLogin.type);
    if (signIns.length > 0) await this.tellOfDevices(tx, signIns);
    for (const event of happened)
      if (event.type !== userLogin.type) await this.tellOfFactor(tx, event);
  }

  /** To the address that the account had then: it may have been changed since, by a stranger. */
  private async tellOfDevices(tx: Transaction, signIns: readonly CloudEvent[]): Promise<void> {
    const bySession = new Map(
      signIns.map((event) => {
        const { sessionId, email } = userLogin.data.parse(event.data);
        return [sessionId, { email, at: new Date(event.time), event }];
      }),
    );
    for (const strange of await this.devices.note(tx, [...bySession.keys()])) {
      const signIn = bySession.get(strange.sessionId);
      const account = await this.users.find(tx, strange.userId, null);
      if (!account || !signIn) continue;
      const { ipAddress, userAgent, userId, sessionId } = strange;
      const { event: causedBy } = signIn;
      await this.events.add(tx, newDeviceUsed, { userId, sessionId }, { causedBy });
      const told = { ...agentOf(userAgent), ipAddress, at: signIn.at };
      await this.mails.newDevice(tx, { ...account, email: signIn.email }, told);
    }
  }

  private async tellOfFactor(tx: Transaction, { type, data }: CloudEvent): Promise<void> {
    const { userId, method } = twoFactorEnabled.data.parse(data);
    const account = await this.users.find(tx, userId, null);
    if (!account) return;
    const name = factorNames[method] ?? method;
    if (type === twoFactorEnabled.type) await this.mails.factorAdded(tx, account, name);
    else await this.mails.factorRemoved(tx, account, name);
  }
}

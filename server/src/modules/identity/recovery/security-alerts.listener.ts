import { Injectable } from '@nestjs/common';
import { type CloudEvent, events } from '@gatehouse/contracts/events';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { EventListener } from '../../../platform/events/event-listener.js';
import { PlaceFinder } from '../../../platform/places/place-finder.js';
import { KnownDevicesRepository } from '../devices/known-devices.repository.js';
import { KnownPlacesRepository } from '../devices/known-places.repository.js';
import { SecurityMailsService, type SignInTold } from '../mails/security-mails.service.js';
import { agentOf } from '../sessions/session.js';
import { UsersRepository } from '../users/users.repository.js';
import { accountAlerts } from './account-alerts.js';

const { newDeviceUsed, newPlaceUsed, userLogin } = events;

/** A sign-in, with the event that tells of it. */
interface SignIn {
  readonly event: CloudEvent;
  readonly sessionId: string;
  readonly userId: string;
}

/** Tells people by mail of sign-ins from strange devices and countries, and of changes to their account. */
@Injectable()
export class SecurityAlertsListener extends EventListener {
  override readonly name = 'security-alerts';
  override readonly module = 'identity';
  override readonly replayRefusal =
    'would tell people by mail of the same sign-ins and changes again';
  override readonly types = [userLogin.type, ...accountAlerts.keys()];

  constructor(
    private readonly devices: KnownDevicesRepository,
    private readonly places: KnownPlacesRepository,
    private readonly finder: PlaceFinder,
    private readonly users: UsersRepository,
    private readonly mails: SecurityMailsService,
    private readonly events: Events,
  ) {
    super();
  }

  override async handle(tx: Transaction, happened: readonly CloudEvent[]): Promise<void> {
    const signIns = happened.filter(({ type }) => type === userLogin.type);
    if (signIns.length > 0) await this.tellOfSignIns(tx, signIns);
    for (const event of happened)
      if (event.type !== userLogin.type) await this.tellOfChange(tx, event);
  }

  /** To the address that the account had then: it may have been changed since, by a stranger. */
  private async tellOfSignIns(tx: Transaction, happened: readonly CloudEvent[]): Promise<void> {
    const signIns = happened.map((event) => ({ event, ...userLogin.data.parse(event.data) }));
    const ids = signIns.map(({ sessionId }) => sessionId);
    const strange = new Set((await this.devices.note(tx, ids)).map(({ sessionId }) => sessionId));
    const abroad = await this.notePlaces(tx, signIns);
    for (const signIn of signIns) {
      const { sessionId, userId, email, event: causedBy } = signIn;
      if (!strange.has(sessionId) && !abroad.has(sessionId)) continue;
      const account = await this.users.find(tx, userId, null);
      if (!account) continue;
      const to = { ...account, email };
      const facts = { userId, sessionId };
      const country = abroad.get(sessionId);
      if (country !== undefined)
        await this.events.add(tx, newPlaceUsed, { ...facts, country }, { causedBy });
      // One mail tells of both.
      if (!strange.has(sessionId)) await this.mails.newPlace(tx, to, this.factsOf(causedBy));
      else {
        await this.events.add(tx, newDeviceUsed, facts, { causedBy });
        await this.mails.newDevice(tx, to, this.factsOf(causedBy));
      }
    }
  }

  /** Countries that accounts did not know, by the session that began there. */
  private async notePlaces(
    tx: Transaction,
    signIns: readonly SignIn[],
  ): Promise<ReadonlyMap<string, string>> {
    const placed = signIns.flatMap(({ event, sessionId, userId }) => {
      const country = this.finder.find(event.clientaddress ?? '')?.country;
      return country
        ? [{ sessionId, userId, country: country.code, at: new Date(event.time) }]
        : [];
    });
    if (placed.length === 0) return new Map();
    const fresh = await this.places.note(tx, placed);
    return new Map(
      placed
        .filter(({ sessionId }) => fresh.has(sessionId))
        .map(({ sessionId, country }) => [sessionId, country]),
    );
  }

  private factsOf({ clientaddress = '', useragent = '', time }: CloudEvent): SignInTold {
    const place = this.finder.nameOf(clientaddress);
    return { ...agentOf(useragent), ipAddress: clientaddress, place, at: new Date(time) };
  }

  private async tellOfChange(tx: Transaction, event: CloudEvent): Promise<void> {
    const alert = accountAlerts.get(event.type)?.(event);
    if (!alert) return;
    const account = await this.users.find(tx, alert.userId, null);
    // The mails of a program would go nowhere.
    if (account && !account.isServiceAccount) await this.mails.alert(tx, account, alert.matter);
  }
}

import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { SignedIn } from '@gatehouse/contracts/identity/sign-in';
import type { Transaction } from '../../../platform/database/database.js';
import type { OutboxRow } from '../../../platform/events/envelope.js';
import { Events } from '../../../platform/events/events.js';
import type { Client } from '../devices/client.js';
import {
  type NewSession,
  type OpenedSession,
  SessionsService,
} from '../sessions/sessions.service.js';
import { type Account, toUser } from '../users/account.js';
import { holderOf } from '../sessions/token-holder.js';

/** The session that a finished sign-in begins, and what is said of it. */
@Injectable()
export class SignInSessionsService {
  constructor(
    private readonly sessions: SessionsService,
    private readonly events: Events,
  ) {}

  /** A session that is about to begin, and the event that is to be written with it. */
  prepare(
    account: Account,
    methods: readonly string[],
    client: Client,
  ): { opened: OpenedSession; login: OutboxRow } {
    const opened = this.sessions.prepare(sessionOf(account, methods, client));
    const login = this.events.rowOf(events.userLogin, loginOf(account, opened), aboutOf(account));
    return { opened, login };
  }

  /** Begins the session, and tells of it. */
  async open(
    tx: Transaction,
    account: Account,
    methods: readonly string[],
    client: Client,
  ): Promise<OpenedSession> {
    const opened = await this.sessions.open(tx, sessionOf(account, methods, client));
    await this.events.add(tx, events.userLogin, loginOf(account, opened), aboutOf(account));
    return opened;
  }

  /** What whoever signed in is answered. */
  async answer(account: Account, opened: OpenedSession): Promise<SignedIn> {
    const holder = holderOf(opened.row, account, account.acceptedFactorEnabled);
    return {
      ...(await this.sessions.issueTokens(holder, opened.refreshToken)),
      user: toUser(account),
      enrolmentRequired: holder.enrolmentRequired,
    };
  }
}

const sessionOf = (
  { id: userId, organizationId, sessionPreset }: Account,
  methods: readonly string[],
  { clientAddress, userAgent, device }: Client,
): NewSession => ({
  userId,
  organizationId,
  sessionPreset,
  methods,
  clientAddress,
  userAgent,
  device,
});

const loginOf = ({ id: userId, email }: Account, { row }: OpenedSession) => ({
  userId,
  email,
  sessionId: row.id,
  method: row.methods.join('+'),
});

const aboutOf = ({ id: actorId, organizationId }: Account) => ({ organizationId, actorId });

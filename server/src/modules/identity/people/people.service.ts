import { Injectable } from '@nestjs/common';
import type { Person } from '@gatehouse/contracts/identity/people';
import type { SignInMeans } from '@gatehouse/contracts/identity/sign-in-means';
import type { Session } from '@gatehouse/contracts/identity/sessions';
import type { PeopleSort } from '@gatehouse/contracts/identity/users';
import type { FollowedMail } from '@gatehouse/contracts/mailbox';
import { AppError } from '../../../kernel/error.js';
import { decodeCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database } from '../../../platform/database/database.js';
import { MailOutbox } from '../../../platform/mail/mail-outbox.js';
import { mailKinds } from '../mails/texts/written-mail.js';
import { SessionListService } from '../sessions/session-list.service.js';
import { SignInMeansService } from '../sign-in-means/sign-in-means.service.js';
import { pictureUrlOf } from '../users/account.js';
import { peopleOrders } from '../users/people-order.repository.js';
import { type PeopleFilter, PeopleRepository, type PersonRow } from './people.repository.js';

interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** What the staff of the installation sees of everybody who has an account. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly repository: PeopleRepository,
    private readonly sessions: SessionListService,
    private readonly means: SignInMeansService,
    private readonly mails: MailOutbox,
    private readonly database: Database,
  ) {}

  async list(
    filter: PeopleFilter,
    sort: PeopleSort,
    { limit, cursor }: PageQuery,
  ): Promise<Page<Person>> {
    const order = peopleOrders[sort];
    const after = cursor === undefined ? undefined : decodeCursor(cursor, order.cursor);
    const { connection } = this.database;
    const rows = await this.repository.list(connection, filter, order, limit, after);
    return toPage(rows, limit, order.keyOf, toPerson);
  }

  /** @throws AppError `not_found` */
  async get(userId: string): Promise<Person> {
    return toPerson(await this.find(userId));
  }

  /** Where somebody is signed in, in every organization. @throws AppError `not_found` */
  async listSessions(userId: string, page: PageQuery): Promise<Page<Session>> {
    await this.find(userId);
    return this.sessions.list({ userId }, page);
  }

  /** What somebody gets in with. @throws AppError `not_found` */
  async getSignInMeans(userId: string): Promise<SignInMeans> {
    await this.find(userId);
    return this.means.getOfAnybody(userId);
  }

  /** What became of the mails of identity to somebody. @throws AppError `not_found` */
  async listMails(userId: string, page: PageQuery): Promise<Page<FollowedMail>> {
    await this.find(userId);
    const { connection } = this.database;
    const addresses = await this.repository.listAddresses(connection, userId);
    return this.mails.pageTo(connection, { addresses, kinds: mailKinds }, page);
  }

  private async find(userId: string): Promise<PersonRow> {
    const row = await this.repository.find(this.database.connection, userId);
    if (!row) throw new AppError('not_found');
    return row;
  }
}

const toPerson = ({
  emailVerifiedAt,
  pictureId,
  nameKey: _nameKey,
  ...row
}: PersonRow): Person => ({
  ...row,
  pictureUrl: pictureUrlOf({ pictureId }),
  emailVerified: emailVerifiedAt !== null,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

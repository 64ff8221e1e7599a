import { Controller } from '@nestjs/common';
import { mailboxRoutes } from '@gatehouse/contracts/mailbox';
import { AppError } from '../../kernel/error.js';
import { decodeCursor, idCursor, toPage } from '../../kernel/page.js';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { type Input, Route } from '../http/route.decorator.js';
import { cameFromThisMachine } from '../http/peers/this-machine.js';
import { MailOutbox, recipientKey } from './mail-outbox.js';
import { MailsRepository } from './mails.repository.js';
import type { MailRow } from './mails.table.js';

/** Whether mails are caught instead of sent: never in production mode. */
export const catchesMail = ({ NODE_ENV, SMTP_URL }: Config): boolean =>
  NODE_ENV !== 'production' && SMTP_URL === undefined;

const elsewhere =
  'The mailbox is shown on the machine of Gatehouse alone, as its mails hold codes and links. Open it there, set SMTP_URL so that mails are sent, or set GATEHOUSE_OPEN_MAILBOX=true where only you can reach Gatehouse.';

/** Shows the mails that were caught instead of sent, to this machine alone; never in production mode. */
@Controller()
export class MailboxController {
  constructor(
    private readonly outbox: MailOutbox,
    private readonly repository: MailsRepository,
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  @Route(mailboxRoutes.list)
  async list({ query, request }: Input<typeof mailboxRoutes.list>) {
    if (!catchesMail(this.config)) throw new AppError('not_found');
    if (!this.config.GATEHOUSE_OPEN_MAILBOX && !cameFromThisMachine(request))
      throw new AppError('forbidden', { detail: elsewhere });
    const before = query.cursor === undefined ? undefined : decodeCursor(query.cursor, idCursor);
    const key = query.to === undefined ? undefined : recipientKey(query.to);
    const rows = await this.repository.list(this.database.connection, query.limit, key, before);
    return toPage(
      rows,
      query.limit,
      (row) => row.id,
      (row) => this.toMessage(row),
    );
  }

  private toMessage(row: MailRow) {
    const { to, subject, text, html } = this.outbox.open(row);
    const links = text.match(/https?:\/\/\S+/g) ?? [];
    return {
      id: row.id,
      to,
      subject,
      text,
      html: html ?? null,
      links,
      sentAt: row.createdAt.toISOString(),
    };
  }
}

import { Injectable } from '@nestjs/common';
import { type SQL, sql } from 'drizzle-orm';
import { events } from '@gatehouse/contracts/events';
import type { Transaction } from '../../../../platform/database/database.js';
import { naming } from '../../../../platform/database/naming/naming.js';
import { EventDirectory } from '../../../../platform/events/event-listener.js';
import { inboxTable, outboxTable } from '../../../../platform/events/events.table.js';

/** What tells of an erasure names nobody, and must come to its end. */
const tellErasure: readonly string[] = [
  events.userErased.type,
  events.memberErased.type,
  events.organizationErased.type,
];

/** The events that tell of a person or an organization, in whichever outbox or inbox they stand. */
@Injectable()
export class PersonalEventsRepository {
  constructor(private readonly directory: EventDirectory) {}

  /**
   * Empties the events that tell of the person, once every listener has had them, and gives those
   * up that a listener could not handle. One that is still tried again is waited for.
   * @returns whether nothing is left.
   */
  async empty(tx: Transaction, userId: string, names: readonly string[]): Promise<boolean> {
    const about = sql`(subject = ${`user/${userId}`} OR event ->> 'actorid' = ${userId}
      OR ${naming(names).inDocument(sql`event`)})`;
    return this.emptyAll(tx, about);
  }

  /** The same for the events of an organization. */
  async emptyOfOrganization(tx: Transaction, organizationId: string): Promise<boolean> {
    const { type } = events.organizationErased;
    return this.emptyAll(
      tx,
      sql`event ->> 'organizationid' = ${organizationId} AND event ->> 'type' <> ${type}`,
    );
  }

  private async emptyAll(tx: Transaction, about: SQL): Promise<boolean> {
    await tx.execute(sql`SET LOCAL statement_timeout = '15min'`);
    // In this order: who has had an event has a row in the inbox before the outbox calls it settled.
    for (const module of this.directory.outboxes)
      if (!(await this.emptyOutbox(tx, module, about))) return false;
    const inboxes = new Set([...this.directory.listeners.values()].map(({ module }) => module));
    for (const module of inboxes) if (!(await this.emptyInbox(tx, module, about))) return false;
    return true;
  }

  private async emptyOutbox(tx: Transaction, module: string, about: SQL): Promise<boolean> {
    await tx.execute(sql`
      UPDATE ${outboxTable(module)}
         SET event = (event || '{"data": {}}') - 'clientaddress' - 'useragent'
       WHERE settled_at IS NOT NULL AND ${about}`);
    const { rows } = await tx.execute(sql`
      SELECT FROM ${outboxTable(module)} WHERE settled_at IS NULL AND ${about} LIMIT 1`);
    return rows.length === 0;
  }

  private async emptyInbox(tx: Transaction, module: string, about: SQL): Promise<boolean> {
    const told = sql`state <> 'done' AND event ->> 'type' <> ALL (${sql.param([...tellErasure])}::text[]) AND ${about}`;
    await tx.execute(sql`
      UPDATE ${inboxTable(module)}
         SET state = 'done', updated_at = now(), position = NULL, subject = NULL, event = NULL,
             next_attempt_at = NULL, error = NULL
       WHERE state = 'parked' AND ${told}`);
    const { rows } = await tx.execute(sql`SELECT FROM ${inboxTable(module)} WHERE ${told} LIMIT 1`);
    return rows.length === 0;
  }
}

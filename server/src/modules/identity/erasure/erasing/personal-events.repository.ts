import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { and, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { Database } from '../../../../platform/database/database.js';
import { type Step, throughRows } from '../../../../platform/database/gradual/through-rows.js';
import { naming } from '../../../../platform/database/naming/naming.js';
import { EventDirectory } from '../../../../platform/events/event-listener.js';
import { inboxTable, outboxTable } from '../../../../platform/events/events.table.js';
import { gradually } from '../../../../platform/jobs/gradually.js';

/** What tells of an erasure names nobody, and must come to its end. */
const tellErasure: readonly string[] = [
  events.userErased.type,
  events.memberErased.type,
  events.organizationErased.type,
];

/** The events that tell of a person or an organization, in whichever outbox or inbox they stand. */
@Injectable()
export class PersonalEventsRepository {
  constructor(
    private readonly directory: EventDirectory,
    private readonly database: Database,
  ) {}

  /**
   * Empties the events that tell of the person, once every listener has had them, and gives those
   * up that a listener could not handle. One that is still tried again is waited for. What has such a
   * name since is of somebody else.
   * @returns whether nothing is left.
   */
  async empty(userId: string, names: readonly string[], erasedAt: Date): Promise<boolean> {
    const isEarlier = sql`(event ->> 'time')::timestamptz <= ${erasedAt.toISOString()}`;
    return this.emptyAll(sql`(subject = ${`user/${userId}`} OR event ->> 'actorid' = ${userId}
      OR (${isEarlier} AND ${naming(names).inDocument(sql`event`)}))`);
  }

  /** The same for the events of an organization. */
  async emptyOfOrganization(organizationId: string): Promise<boolean> {
    const { type } = events.organizationErased;
    return this.emptyAll(
      sql`event ->> 'organizationid' = ${organizationId} AND event ->> 'type' <> ${type}`,
    );
  }

  /** Only what nobody still waits for is emptied: the outboxes are gone through once. */
  private async emptyAll(about: SQL): Promise<boolean> {
    for (const module of this.directory.outboxes)
      if (await this.isAwaited(module, about)) return false;
    const steps = [...this.directory.outboxes].map((module) => emptying(module));
    await gradually(this.database, steps, about);
    const inboxes = new Set([...this.directory.listeners.values()].map(({ module }) => module));
    for (const module of inboxes) if (!(await this.emptyInbox(module, about))) return false;
    return true;
  }

  /** Whether a listener is still to have one of these events. */
  private async isAwaited(module: string, about: SQL): Promise<boolean> {
    const outbox = outboxTable(module);
    const { rows } = await this.database.connection.execute(sql`
      SELECT FROM ${outbox} WHERE ${and(isNull(outbox.settledAt), about)} LIMIT 1`);
    return rows.length > 0;
  }

  private async emptyInbox(module: string, about: SQL): Promise<boolean> {
    const told = sql`state <> 'done' AND event ->> 'type' <> ALL (${sql.param([...tellErasure])}::text[]) AND ${about}`;
    await this.database.connection.execute(sql`
      UPDATE ${inboxTable(module)}
         SET state = 'done', updated_at = now(), position = NULL, subject = NULL, event = NULL,
             next_attempt_at = NULL, error = NULL
       WHERE state = 'parked' AND ${told}`);
    const { rows } = await this.database.connection.execute(
      sql`SELECT FROM ${inboxTable(module)} WHERE ${told} LIMIT 1`,
    );
    return rows.length === 0;
  }
}

/** Empties the events of an outbox that are about somebody. */
function emptying(module: string): Step<SQL> {
  const outbox = outboxTable(module);
  const event = sql`(event || '{"data": {}}') - 'clientaddress' - 'useragent'`;
  return throughRows({
    table: outbox,
    key: outbox.position,
    change: (tx, about, rows) =>
      tx
        .update(outbox)
        .set({ event })
        .where(and(rows, isNotNull(outbox.settledAt), about)),
  });
}

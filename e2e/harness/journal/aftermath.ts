import { expect } from 'vitest';

export type Sql = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

/** What was acknowledged while a journal ran. */
export interface Acknowledged {
  /** Addresses of people who were added. */
  readonly people: readonly string[];
  /** Sessions that began. */
  readonly sessions: readonly string[];
}

const ofPeople = `identity.users WHERE email LIKE 'journal-%'`;

/** What came of events by way of notifications, mails, attempts to sign in and webhooks: nothing lost, nothing twice. */
export async function expectOneEffect(
  sql: Sql,
  { people, sessions }: Acknowledged,
  timeout: number,
): Promise<void> {
  const eventually = (text: string, values?: unknown[]) =>
    expect.poll(() => sql(text, values), { timeout, interval: 250 }).toEqual([]);
  await eventually(
    `SELECT wanted FROM unnest($1::text[]) AS wanted
      WHERE (SELECT count(*) FROM platform.mails WHERE recipient_key = wanted) <> 1`,
    [people],
  );
  await eventually(
    `SELECT id FROM ${ofPeople} AND (
       SELECT count(*) FROM notifications.notices
        WHERE users.id = ANY (user_ids) AND content->>'template' = 'welcome' AND told_at IS NOT NULL) <> 1`,
  );
  await eventually(
    `SELECT id FROM ${ofPeople} AND (
       SELECT count(*) FROM notifications.deliveries
        WHERE user_id = users.id AND template = 'welcome' AND channel = 'in_app') <> 1`,
  );
  await eventually(
    `SELECT wanted FROM unnest($1::uuid[]) AS wanted
      WHERE (SELECT count(*) FROM security.login_attempts WHERE session_id = wanted) <> 1`,
    [sessions],
  );
  // Of each event that the endpoint wants one delivery.
  await eventually(
    `SELECT past.id FROM webhooks.endpoints AS endpoint, identity.outbox AS past
      WHERE past.type = ANY (endpoint.event_types)
        AND past.event->>'organizationid' = endpoint.organization_id::text
        AND (past.event->>'time')::timestamptz >= endpoint.created_at
        AND (SELECT count(*) FROM webhooks.deliveries
              WHERE endpoint_id = endpoint.id AND event_id = past.id) <> 1`,
  );
}

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { expectOneEffect, type Sql } from './aftermath.js';
import type { Api } from '../api.js';

const triesOfOneKey = 10;

/** People that are added; each costs a mail and a notification. */
const mostPeople = 40;

/** Roles that an organization may have, so many that the load goes on as long as a test. */
const mostRoles = 80;

/**
 * A load of changes whose every acknowledged request is written down, so that it can be told
 * afterwards what was lost or done twice. Requests carry ids of their own, which the audit trail
 * keeps: a change that was acknowledged must stand there once.
 */
export class Journal {
  readonly acknowledged: string[] = [];
  readonly failed: string[] = [];
  /** Names of roles that were acknowledged, each asked for under one Idempotency-Key. */
  readonly roles: string[] = [];
  /** Addresses of people whose addition was acknowledged. */
  readonly people: string[] = [];
  /** Sessions of acknowledged sign-ins. */
  readonly sessions: string[] = [];
  #running = false;
  #work: Promise<unknown> = Promise.resolve();

  /** @param api where the next request goes. */
  constructor(
    private readonly api: () => Api,
    private readonly token: string,
    /** Address of somebody who signs in by password alone. */
    private readonly member: string,
  ) {}

  /** Begins to change things, and goes on until `stop`; resolves when people come and sign in. */
  async start(): Promise<void> {
    const eventTypes = ['user.updated', 'user.registered', 'role.created'];
    const body = { url: 'https://receiver.example/', eventTypes };
    const added = await this.api().call('POST', '/api/v1/webhooks', { body, token: this.token });
    expect(added.status).toBe(201);
    this.#running = true;
    this.#work = Promise.all([
      this.#changeProfile(),
      this.#changeProfile(),
      this.#makeRoles(),
      this.#addPeople(),
      this.#signIn(),
    ]);
    // Whatever comes, there is something of each kind to reconcile.
    const begun = () => this.people.length > 0 && this.sessions.length > 0;
    await expect.poll(begun, { timeout: 20_000 }).toBe(true);
  }

  async stop(): Promise<void> {
    this.#running = false;
    await this.#work;
  }

  /** Lets the load go on for a time, in milliseconds, and until something was acknowledged since. */
  async goOn(milliseconds: number): Promise<void> {
    const before = this.acknowledged.length;
    await sleep(milliseconds);
    const count = () => this.acknowledged.length;
    await expect.poll(count, { timeout: 20_000 }).toBeGreaterThan(before);
  }

  /** Waits until everything acknowledged had its effect; nothing may be lost, and nothing done twice. */
  async reconcile(sql: Sql, patience = 40_000): Promise<void> {
    const lost = async () => {
      const rows = await sql(
        `SELECT wanted.id FROM unnest($1::text[]) AS wanted (id)
          WHERE NOT EXISTS (
            SELECT FROM audit.entries WHERE request_id = wanted.id AND action = 'user.updated')`,
        [this.acknowledged],
      );
      return rows.map(({ id }) => id);
    };
    await expect.poll(lost, { timeout: patience, interval: 250 }).toEqual([]);
    const twice = await sql(
      `SELECT request_id, count(*) FROM audit.entries WHERE action = 'user.updated'
        GROUP BY request_id HAVING count(*) > 1`,
    );
    expect(twice).toEqual([]);
    const made = `SELECT name, count(*)::int AS count FROM identity.custom_roles GROUP BY name`;
    const counts = new Map((await sql(made)).map(({ name, count }) => [name, count]));
    expect(this.roles.filter((name) => counts.get(name) !== 1)).toEqual([]);
    expect([...counts.values()].filter((count) => count !== 1)).toEqual([]);
    const told = async () => {
      const rows = await sql(
        `SELECT count(*)::int AS count, count(DISTINCT details->>'roleId')::int AS roles
           FROM audit.entries WHERE action = 'role.created'`,
      );
      return rows[0];
    };
    const expected = { count: counts.size, roles: counts.size };
    await expect.poll(told, { timeout: patience, interval: 250 }).toEqual(expected);
    await expectOneEffect(sql, this, patience);
  }

  async #changeProfile(): Promise<void> {
    for (let number = 0; this.#running; number += 1) {
      const requestId = randomUUID();
      const ok = await this.#send('PATCH', '/auth/profile', 200, {
        body: { firstName: `Ada ${number}` },
        headers: { 'x-request-id': requestId },
      });
      (ok ? this.acknowledged : this.failed).push(requestId);
      if (!ok) await sleep(50);
    }
  }

  async #addPeople(): Promise<void> {
    for (let number = 0; this.#running && number < mostPeople; number += 1) {
      const email = `journal-${number}@example.com`;
      const body = { email, firstName: 'Grace', lastName: 'Hopper', role: 'EMPLOYEE' };
      if (await this.#send('POST', '/users', 201, { body, headers: {} })) this.people.push(email);
      await sleep(150);
    }
  }

  async #signIn(): Promise<void> {
    while (this.#running) {
      try {
        const { status, body } = await this.api().signIn(this.member);
        if (status === 200) this.sessions.push(sessionOf(String(body.accessToken)));
      } catch {
        // Not acknowledged.
      }
      await sleep(200);
    }
  }

  async #makeRoles(): Promise<void> {
    for (let number = 0; this.#running && number < mostRoles; number += 1) {
      const name = `Role ${number}`;
      const body = { name, rank: 'EMPLOYEE', permissions: [] };
      const headers = { 'idempotency-key': randomUUID() };
      // The key of a request that was cut off is given up after minutes; the next name then.
      for (let tries = 0; tries < triesOfOneKey && this.#running; tries += 1) {
        if (await this.#send('POST', '/roles', 201, { body, headers })) {
          this.roles.push(name);
          break;
        }
        await sleep(100);
      }
      await sleep(100);
    }
  }

  /** Whether the request was acknowledged; a lost connection or an error is not. */
  async #send(
    method: string,
    path: string,
    status: number,
    options: { body: unknown; headers: Record<string, string> },
  ): Promise<boolean> {
    try {
      const answer = await this.api().call(method, path, { ...options, token: this.token });
      return answer.status === status;
    } catch {
      return false;
    }
  }
}

function sessionOf(accessToken: string): string {
  const payload = Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString();
  return String((JSON.parse(payload) as { sid: unknown }).sid);
}

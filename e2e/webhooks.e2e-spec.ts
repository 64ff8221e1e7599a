import { createPublicKey, verify } from 'node:crypto';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { describe, expect, it } from 'vitest';
import { password } from './harness/api.js';
import { type ReceivedWebhook, Receiver } from './harness/receiver.js';
import { webhookHouse } from './harness/webhooks/webhook-house.js';

const house = webhookHouse();
const { call, newEndpoint, addPerson, arrival, deliveriesOf, stateOf } = house;

/** How long the middle one of some sign-ins took, in milliseconds. */
async function timeOfSignIns(email: string): Promise<number> {
  const took: number[] = [];
  for (let index = 0; index < 7; index += 1) {
    const begun = performance.now();
    expect((await house.api.signIn(email, password)).status).toBe(200);
    took.push(performance.now() - begun);
  }
  return took.toSorted((one, other) => one - other)[3] ?? 0;
}

/** As the standard tells a receiver to: Ed25519 over id, time and body. */
function isSignedBy(publicKey: string, { headers, body }: ReceivedWebhook): boolean {
  const x = Buffer.from(publicKey.replace('whpk_', ''), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const signatures = (headers['webhook-signature'] ?? '').split(' ');
  return signatures
    .filter((signature) => signature.startsWith('v1a,'))
    .some((signature) =>
      verify(null, Buffer.from(signed), key, Buffer.from(signature.slice(4), 'base64')),
    );
}

describe('webhooks', () => {
  it('send an event, signed so that strangers can verify it', async () => {
    const { secret } = await newEndpoint();
    const userId = await addPerson();
    await arrival();
    const { headers, body } = house.receiver.get(0);
    expect(headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/);
    expect(JSON.parse(body)).toMatchObject({ type: 'user.registered', data: { userId } });
    const verified = { type: 'user.registered', data: { userId } };
    expect(new StandardWebhook(secret).verify(body, headers)).toMatchObject(verified);
    expect(new SvixWebhook(secret).verify(body, headers)).toMatchObject(verified);
    const tampered = body.replace('Grace', 'Trace');
    expect(() => new StandardWebhook(secret).verify(tampered, headers)).toThrow();
    expect(() =>
      new StandardWebhook(`whsec_${btoa('another key of length')}`).verify(body, headers),
    ).toThrow();
  });

  it('can be verified by whoever has the public key, who cannot sign', async () => {
    const { id } = await newEndpoint();
    const key = String((await call('GET', `/webhooks/${id}`)).body.publicKey);
    expect(key).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
    await addPerson();
    await arrival();
    expect(isSignedBy(key, house.receiver.get(0))).toBe(true);
    const tampered = house.receiver.get(0).body.replace('user.registered', 'user.deleted');
    expect(isSignedBy(key, { ...house.receiver.get(0), body: tampered })).toBe(false);
    const other = String(
      (await call('GET', `/webhooks/${(await newEndpoint()).id}`)).body.publicKey,
    );
    expect(isSignedBy(other, house.receiver.get(0))).toBe(false);
    await call('POST', `/webhooks/${id}/secret/rotate`, { overlapHours: 0 });
    const sent = house.receiver.received.length;
    await call('POST', `/webhooks/${id}/test`);
    await expect.poll(() => house.receiver.received.length).toBe(sent + 1);
    expect(isSignedBy(key, house.receiver.get(sent))).toBe(true);
  });

  it('send only what an endpoint asked for', async () => {
    const { id } = await newEndpoint({ eventTypes: ['user.deactivated'] });
    const userId = await addPerson();
    await call('POST', `/users/${userId}/deactivate`);
    await arrival();
    expect(house.receiver.bodies.map(({ type }) => type)).toEqual(['user.deactivated']);
    await expect.poll(() => stateOf(id)).toBe('succeeded');
  });

  it('try again what failed, with the same id and body and a signature of its own time', async () => {
    house.receiver.answerWith(500, {}, 'try later');
    const { id, secret } = await newEndpoint();
    await addPerson();
    await arrival();
    house.receiver.answerWith(200);
    await expect.poll(() => house.receiver.received.length).toBe(2);
    const [first, second] = [house.receiver.get(0), house.receiver.get(1)];
    expect(second.body).toBe(first.body);
    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
    expect(second.at - first.at).toBeGreaterThan(4_500);
    expect(new StandardWebhook(secret).verify(second.body, second.headers)).toBeTruthy();
    await expect.poll(() => stateOf(id)).toBe('succeeded');
    const [delivery] = await deliveriesOf(id);
    const { body } = await call('GET', `/webhook-deliveries/${String(delivery?.id)}/attempts`);
    expect(body.data).toMatchObject([
      { status: 200, error: null },
      { status: 500, responseBody: 'try later' },
    ]);
  });

  it('carry both signatures for a while after the secret was changed', async () => {
    const { id, secret } = await newEndpoint();
    const rotated = await call('POST', `/webhooks/${id}/secret/rotate`, { overlapHours: 1 });
    const fresh = String(rotated.body.secret);
    expect(fresh).not.toBe(secret);
    await addPerson();
    await arrival();
    const { headers, body } = house.receiver.get(0);
    for (const key of [secret, fresh])
      expect(new StandardWebhook(key).verify(body, headers)).toBeTruthy();
    await call('POST', `/webhooks/${id}/secret/rotate`, { overlapHours: 0 });
    await addPerson();
    await arrival(2);
    const last = house.receiver.get(1);
    expect(() => new StandardWebhook(fresh).verify(last.body, last.headers)).toThrow();
  });

  it('are sent again one by one, or all that failed since a time', async () => {
    const { id } = await newEndpoint();
    await addPerson();
    await arrival();
    await expect.poll(() => stateOf(id)).toBe('succeeded');
    const [delivery] = await deliveriesOf(id);
    const again = await call('POST', `/webhook-deliveries/${String(delivery?.id)}/resend`);
    expect(again.status).toBe(202);
    await arrival(2);
    expect(house.receiver.get(1).headers['webhook-id']).toBe(
      house.receiver.get(0).headers['webhook-id'],
    );
    const since = new Date(Date.now() - 60_000).toISOString();
    const begun = await call('POST', `/webhooks/${id}/recover`, { since });
    expect(begun).toMatchObject({ status: 202, body: { state: 'running', endpointId: id } });
    const recovery = `/webhook-recoveries/${String(begun.body.id)}`;
    await expect
      .poll(async () => (await call('GET', recovery)).body)
      .toMatchObject({ state: 'done', total: 0, recovered: 0 });
    // What is over is not cancelled any more.
    expect((await call('POST', `${recovery}/cancel`)).body).toMatchObject({ state: 'done' });
    const listed = await call('GET', `/webhooks/${id}/recoveries`);
    expect(listed.body.data).toMatchObject([{ id: begun.body.id, state: 'done' }]);
    expect(house.receiver.received).toHaveLength(2);
    await expect
      .poll(
        async () => (await call('GET', '/audit-logs?action=webhook.recovery_started')).body.data,
      )
      .toMatchObject([{ details: { endpointId: id, recoveryId: begun.body.id, since } }]);
  });

  it('can be tried out', async () => {
    const { id, secret } = await newEndpoint({ eventTypes: ['user.deleted'] });
    expect((await call('POST', `/webhooks/${id}/test`)).status).toBe(202);
    await arrival();
    const { headers, body } = house.receiver.get(0);
    expect(new StandardWebhook(secret).verify(body, headers)).toMatchObject({
      type: 'webhook.test',
    });
  });

  it('tell what was sent and answered, and find it again', async () => {
    house.receiver.answerWith(
      418,
      { 'x-receiver': 'teapot', 'x-long': 'y'.repeat(6_000) },
      'no coffee',
    );
    const { id } = await newEndpoint();
    await addPerson();
    await arrival();
    await expect.poll(async () => (await deliveriesOf(id))[0]?.lastStatus).toBe(418);
    const [delivery] = await deliveriesOf(id);
    const path = `/webhook-deliveries/${String(delivery?.id)}`;
    expect((await call('GET', path)).body.payload).toBe(house.receiver.get(0).body);
    const { body } = await call('GET', `${path}/attempts`);
    const [attempt] = body.data as { responseHeaders: Record<string, string> }[];
    expect(attempt?.responseHeaders['x-receiver']).toBe('teapot');
    expect(JSON.stringify(attempt?.responseHeaders).length).toBeLessThan(4_400);
    const found = async (filter: string) => {
      const { data } = (await call('GET', `/webhooks/${id}/deliveries?${filter}`)).body;
      return (data as unknown[]).length;
    };
    const eventId = String(delivery?.eventId);
    for (const filter of ['response=4xx', 'eventType=user.registered', `eventId=${eventId}`])
      expect(await found(filter)).toBe(1);
    for (const filter of [
      'response=2xx',
      'response=none',
      'eventType=user.deleted',
      `eventId=${id}`,
    ])
      expect(await found(filter)).toBe(0);
  });

  it('attack 36: follow no redirect', async () => {
    const elsewhere = await Receiver.start();
    house.receiver.answerWith(302, { location: elsewhere.url });
    const { id } = await newEndpoint();
    await addPerson();
    await arrival();
    await expect.poll(async () => (await deliveriesOf(id))[0]?.attempts).toBe(1);
    expect(elsewhere.received).toHaveLength(0);
    expect(await stateOf(id)).toBe('pending');
    await elsewhere.stop();
  });

  it('attack 36: read the beginning of an endless answer and hang up', async () => {
    let sent = 0;
    house.receiver.answer = (_request, response) => {
      response.writeHead(200);
      const more = () => {
        let room = true;
        while (room && !response.destroyed && sent < 1_000_000_000) {
          sent += 65_536;
          room = response.write(Buffer.alloc(65_536, 'x'));
        }
        response.once('drain', more);
      };
      more();
    };
    const { id } = await newEndpoint();
    await addPerson();
    await expect.poll(() => stateOf(id)).toBe('succeeded');
    expect(sent).toBeLessThan(50_000_000);
    const [delivery] = await deliveriesOf(id);
    const { body } = await call('GET', `/webhook-deliveries/${String(delivery?.id)}/attempts`);
    const [attempt] = body.data as { responseBody: string }[];
    expect(attempt?.responseBody.length).toBeLessThanOrEqual(4_096);
  });

  it('attack 36: a dead receiver slows neither sign-ins nor other receivers', async () => {
    const quick = await Receiver.start();
    await house.api.register('quick@example.com');
    const before = await timeOfSignIns('quick@example.com');
    house.receiver.answer = () => {};
    const dead = await newEndpoint({ eventTypes: [] });
    await newEndpoint({ url: quick.url });
    for (let index = 0; index < 12; index += 1) await addPerson();
    await expect.poll(() => quick.received.length).toBe(12);
    expect(house.receiver.received.length).toBeLessThanOrEqual(8);
    const meanwhile = await timeOfSignIns('quick@example.com');
    // The dead one was told of none of them yet: no sign-in waited for that.
    const own = await call(
      'GET',
      `/webhooks/${dead.id}/deliveries?eventType=user.login&state=succeeded`,
    );
    expect(own.body.data).toEqual([]);
    expect(meanwhile).toBeLessThan(2 * before + 500);
    await quick.stop();
  });

  it('attack 36: slow endpoints do not hold up another one at the same host', async () => {
    const arrived = new Set<string>();
    house.receiver.answer = ({ url = '', headers }, response) => {
      if (!url.startsWith('/quick')) return;
      arrived.add(String(headers['webhook-id']));
      response.writeHead(204).end();
    };
    const { origin } = new URL(house.receiver.url);
    for (const path of ['/slow', '/slower', '/quick']) await newEndpoint({ url: origin + path });
    for (let index = 0; index < 12; index += 1) await addPerson();
    await expect.poll(() => arrived.size).toBe(12);
  });

  it.each([
    'http://10.0.0.1/hook',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]/hook',
    'http://[::ffff:10.0.0.1]/hook',
    'http://0x0a000001/hook',
    'http://user:secret@example.com/hook',
  ])('attack 36: refuse %s', async (url) => {
    const answer = await call('POST', '/webhooks', { url });
    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe('address_not_allowed');
  });

  it('name the types that they do not know', async () => {
    const answer = await call('POST', '/webhooks', {
      url: house.receiver.url,
      eventTypes: ['user.flew'],
    });
    expect(answer.body).toMatchObject({
      code: 'unknown_event_type',
      detail: 'Unknown: user.flew.',
    });
    const { body } = await call('GET', '/webhooks/event-types');
    expect(body.data).toContainEqual(expect.objectContaining({ type: 'user.registered' }));
  });

  it('and what was changed of them, are in the audit trail, without the secret', async () => {
    const { id, secret } = await newEndpoint({ description: 'Billing' });
    const url = `${house.receiver.url}/moved`;
    const change = { url, description: 'Billing', eventTypes: ['user.deleted'] };
    expect((await call('PATCH', `/webhooks/${id}`, change)).status).toBe(200);
    const entries = async () => (await call('GET', '/audit-logs?action=webhook.updated')).body.data;
    await expect.poll(entries).toMatchObject([{ details: { endpointId: id, url } }]);
    const [{ details } = {}] = (await entries()) as { details?: { changes: unknown } }[];
    expect(details?.changes).toEqual({
      url: { from: house.receiver.url, to: url },
      eventTypes: { from: ['user.registered'], to: ['user.deleted'] },
    });
    expect(JSON.stringify(details)).not.toContain(secret);
  });

  it('never show a secret again', async () => {
    const { id, secret } = await newEndpoint();
    for (const path of ['/webhooks', `/webhooks/${id}`])
      expect(JSON.stringify((await call('GET', path)).body)).not.toContain(secret);
  });
});

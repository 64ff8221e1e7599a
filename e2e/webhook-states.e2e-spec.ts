import { describe, expect, it } from 'vitest';
import { webhookHouse } from './harness/webhooks/webhook-house.js';

const house = webhookHouse();
const { call, newEndpoint, addPerson, arrival, deliveriesOf } = house;

describe('webhooks that are paused or switched off', () => {
  it('wait while an endpoint is paused, and lose nothing', async () => {
    const { id } = await newEndpoint();
    expect((await call('POST', `/webhooks/${id}/pause`)).body.status).toBe('paused');
    await addPerson();
    await expect.poll(async () => (await deliveriesOf(id)).length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(house.receiver.received).toHaveLength(0);
    await call('POST', `/webhooks/${id}/resume`);
    await arrival();
  });

  it('switch an endpoint off that says it is gone', async () => {
    house.receiver.answerWith(410);
    const { id } = await newEndpoint();
    await addPerson();
    await expect
      .poll(async () => (await call('GET', `/webhooks/${id}`)).body)
      .toMatchObject({ status: 'disabled', disabledReason: 'gone' });
    await expect
      .poll(async () => (await call('GET', '/audit-logs?action=webhook.disabled')).body.data)
      .toMatchObject([{ details: { endpointId: id, reason: 'gone' } }]);
    const told = async () =>
      (await house.api.mailsFor('owner@example.com')).filter(({ links }) =>
        links.some((link) => link.endsWith(`/hooks/${id}`)),
      );
    await expect.poll(told).toHaveLength(1);
  });

  it('keep what waited when an endpoint was switched off, and send it by a recovery', async () => {
    const { id } = await newEndpoint();
    await call('POST', `/webhooks/${id}/pause`);
    const since = new Date(Date.now() - 60_000).toISOString();
    await addPerson();
    await addPerson();
    await expect.poll(async () => (await deliveriesOf(id)).length).toBe(2);
    house.receiver.answer = (_request, response) => {
      // Only one is on its way when it answers: the other one waits.
      setTimeout(() => response.writeHead(410).end(), 300);
    };
    await call('POST', `/webhooks/${id}/resume`);
    await expect
      .poll(async () => (await call('GET', `/webhooks/${id}`)).body.status)
      .toBe('disabled');
    const states = async () => (await deliveriesOf(id)).map(({ state }) => state);
    expect(await states()).toEqual(['switched_off', 'switched_off']);
    house.receiver.answerWith(200);
    const before = house.receiver.received.length;
    // Somebody registers while it is off: that is kept as well, and sent by nothing but a recovery.
    await addPerson();
    const three = (state: string) => [state, state, state];
    await expect.poll(states).toEqual(three('switched_off'));
    await call('POST', `/webhooks/${id}/resume`);
    expect(await states()).toEqual(three('switched_off'));
    expect((await call('POST', `/webhooks/${id}/recover`, { since })).status).toBe(202);
    await expect.poll(states).toEqual(three('succeeded'));
    expect(house.receiver.received.length).toBe(before + 3);
  });

  it('can be tried out while they are paused or switched off, once', async () => {
    house.receiver.answerWith(410);
    const { id } = await newEndpoint();
    const pause = () => call('POST', `/webhooks/${id}/pause`);
    const test = () => call('POST', `/webhooks/${id}/test`);
    const states = async () => (await deliveriesOf(id)).map(({ state }) => state);
    expect((await pause()).status).toBe(200);
    house.receiver.answerWith(500);
    await test();
    await expect.poll(states).toEqual(['failed']);
    house.receiver.answerWith(204);
    await test();
    await expect.poll(states).toEqual(['succeeded', 'failed']);
    // What happens, and is sent again, waits for the end of the pause.
    await addPerson();
    const tests = ['succeeded', 'failed'];
    await expect.poll(states).toEqual(['pending', ...tests]);
    const [delivery] = await deliveriesOf(id);
    const resend = `/webhook-deliveries/${String(delivery?.id)}/resend`;
    expect((await call('POST', resend)).body).toMatchObject({ state: 'pending' });
    expect(await states()).toEqual(['pending', ...tests]);
    await call('POST', `/webhooks/${id}/resume`);
    await expect.poll(states).toEqual(['succeeded', ...tests]);
    house.receiver.answerWith(410);
    await test();
    const status = async () => (await call('GET', `/webhooks/${id}`)).body.status;
    await expect.poll(status).toBe('disabled');
    const since = new Date(Date.now() - 60_000).toISOString();
    expect((await call('POST', resend)).status).toBe(409);
    expect((await call('POST', `/webhooks/${id}/recover`, { since })).status).toBe(409);
    house.receiver.answerWith(204);
    const last = String((await test()).body.id);
    const stateOfLast = async () => (await call('GET', `/webhook-deliveries/${last}`)).body.state;
    await expect.poll(stateOfLast).toBe('succeeded');
    expect(await status()).toBe('disabled');
  });
});

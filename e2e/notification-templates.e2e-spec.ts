import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api, type Answer, times, type Tokens } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

let gatehouse: RunningGatehouse;
let api: Api;
let boss: string;
let grace: Tokens & { id: string };

beforeAll(async () => {
  gatehouse = await startGatehouse({ GATEHOUSE_NOTIFICATION_PAUSE_SECONDS: '1' });
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'boss@example.com');
  boss = (await api.turnOnTotp(access)).access;
  grace = await api.add(boss, 'grace@example.com', 'EMPLOYEE');
});
afterAll(() => gatehouse?.stop());

const call = (method: string, path: string, body?: unknown, token = boss): Promise<Answer> =>
  api.call(method, path, { token, ...(body === undefined ? {} : { body }) });
const send = (content: object, more: object = {}) =>
  call('POST', '/notifications/send', { recipients: [grace.id], content, ...more });
const inbox = async () =>
  (
    (await call('GET', '/notifications', undefined, grace.access)).body.data as { title: string }[]
  ).map(({ title }) => title);
const tells = (title: string) => expect.poll(inbox).toContain(title);

const good = { subject: 'Hi {{name}}', html: '<p>Hi {{name}}</p>', text: 'Hi {{name}}' };
const about = { description: 'A greeting', category: 'messages', variables: { name: 'Ada' } };
const path = '/notification-templates/greeting';
const make = (more: object = {}) =>
  call('POST', '/notification-templates', {
    name: 'greeting',
    ...about,
    contents: { en: good },
    ...more,
  });
const greet = { kind: 'template', template: 'greeting', variables: { name: 'Grace' } };

it('a template is versioned, previewed, tested, used and taken back', async () => {
  expect(await make()).toMatchObject({
    status: 201,
    body: { title: 'Greeting', activeVersion: 1, isBuiltIn: false },
  });
  expect((await make()).status).toBe(409);
  const preview = await call('POST', `${path}/preview`, good);
  expect(preview.body).toMatchObject({ subject: 'Hi Ada', html: '<p>Hi Ada</p>' });
  expect((await call('POST', `${path}/test`, good)).status).toBe(202);
  const mailed = async () =>
    (await api.notificationsFor('boss@example.com')).map(({ subject }) => subject);
  await expect.poll(mailed).toContain('Hi Ada');
  const next = { contents: { en: { ...good, subject: 'Hello {{name}}' } } };
  const versions = await times(5, () => call('POST', `${path}/versions`, next));
  expect(new Set(versions.map(({ body }) => body.version))).toEqual(new Set([2, 3, 4, 5, 6]));
  const bare = await send({ ...greet, variables: { nmae: 'Grace' } });
  expect(bare).toMatchObject({
    status: 422,
    body: {
      detail: 'The template also needs: name.',
      errors: [{ pointer: '/body/content/variables/name' }],
    },
  });
  await send(greet);
  await tells('Hello Grace');
  expect((await call('POST', `${path}/versions/1/activate`)).body.activeVersion).toBe(1);
  expect((await call('POST', `${path}/versions/99/activate`)).status).toBe(404);
  await send(greet);
  await tells('Hi Grace');
  const { body } = await call('GET', path);
  expect((body.versions as { createdByName: string }[])[0]?.createdByName).toBe('Ada Lovelace');
});

it('a version brings its title, kind and values, and takes them away again', async () => {
  const said = { subject: '{{name}} in {{town}}', html: '<p>{{town}}</p>', text: '{{town}}' };
  const values = { name: 'Ada', town: 'Ghent' };
  expect((await call('POST', `${path}/preview`, said)).status).toBe(422);
  const preview = await call('POST', `${path}/preview`, { ...said, variables: values });
  expect(preview.body.subject).toBe('Ada in Ghent');
  expect((await call('POST', `${path}/versions`, { contents: { en: said } })).status).toBe(422);
  const wish = { contents: { en: said }, title: 'A visit', category: 'account', variables: values };
  const added = await call('POST', `${path}/versions`, wish);
  expect(added).toMatchObject({ status: 201, body: { category: 'account', variables: values } });
  expect((await send(greet)).status).toBe(422);
  await send({ ...greet, variables: { name: 'Grace', town: 'Bruges' } });
  await tells('Grace in Bruges');
  const titles = async () =>
    ((await call('GET', '/notifications/templates')).body.data as { name: string }[]).find(
      ({ name }) => name === 'greeting',
    );
  const now = { title: 'A visit', category: 'account', variables: values, sendable: true };
  expect(await titles()).toEqual({ name: 'greeting', ...now });
  await call('POST', `${path}/versions/1/activate`);
  expect(await titles()).toMatchObject({ title: 'Greeting', category: 'messages' });
  expect((await call('GET', '/notifications/templates', undefined, grace.access)).status).toBe(403);
});

it('is deleted when nothing is to be sent by it, and its name is taken anew', async () => {
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  const later = await send(greet, { sendAt });
  expect((await call('DELETE', path)).body.code).toBe('conflict');
  await call('POST', `/notifications/notices/${String(later.body.id)}/cancel`);
  const removals = await times(3, () => call('DELETE', path));
  expect(removals.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
    204, 404, 404,
  ]);
  expect((await call('GET', path)).status).toBe(404);
  expect((await call('POST', `${path}/versions/1/activate`)).status).toBe(404);
  expect((await call('POST', `${path}/versions`, { contents: { en: good } })).status).toBe(404);
  expect((await send(greet)).body.code).toBe('unknown_template');
  const again = { en: { ...good, subject: 'Once more, {{name}}' } };
  const made = await make({ contents: again, title: 'Hello' });
  expect(made).toMatchObject({ status: 201, body: { title: 'Hello', activeVersion: 8 } });
  await send(greet);
  await tells('Once more, Grace');
});

it('one of Gatehouse’s own gets its own words back, and nothing else of it changes', async () => {
  const own = '/notification-templates/role-changed';
  const words = { subject: 'Mine: {{role}}', html: '<p>{{role}}</p>', text: '{{role}}' };
  for (const more of [{ category: 'messages' }, { variables: { x: 'y' } }, { title: 'Mine' }])
    expect(
      (await call('POST', `${own}/versions`, { contents: { en: words }, ...more })).status,
    ).toBe(422);
  expect((await call('POST', `${own}/versions`, { contents: { en: words } })).status).toBe(201);
  expect((await call('GET', own)).body.activeVersion).toBe(2);
  expect((await call('DELETE', own)).status).toBe(204);
  const { body } = await call('GET', own);
  expect(body).toMatchObject({ activeVersion: 1, title: 'Role changed', isBuiltIn: true });
  expect(body.versions).toHaveLength(2);
  expect(
    (await call('DELETE', `/notification-templates/${randomUUID().replace(/^./, 'x')}`)).status,
  ).toBe(404);
});

it('what is done to templates, and what is sent, is in the audit trail', async () => {
  const actions = async () => {
    const { body } = await call('GET', '/audit-logs?limit=100');
    return (body.data as { action: string }[]).map(({ action }) => action);
  };
  await expect
    .poll(actions)
    .toEqual(
      expect.arrayContaining([
        'notification_template.created',
        'notification_template.version_added',
        'notification_template.activated',
        'notification_template.deleted',
        'notification_template.restored',
        'notification.requested',
      ]),
    );
});

it('template injection: words reach nothing but their variables', async () => {
  for (const html of [
    '{{constructor}}',
    '{{firstName.constructor}}',
    '{{{firstName}}}',
    '{{lookup this "constructor"}}',
    '{{#with "s" as |string|}}{{string.sub}}{{/with}}',
  ]) {
    const answer = await call('POST', '/notification-templates/welcome/preview', {
      html,
      subject: 'S',
      text: 'T',
    });
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer: '/body/html' }]);
  }
});

it('templates are the staff’s alone', async () => {
  for (const [method, one] of [
    ['GET', '/notification-templates'],
    ['GET', '/notification-templates/welcome'],
    ['DELETE', '/notification-templates/welcome'],
  ] as const)
    expect((await call(method, one, undefined, grace.access)).status).toBe(403);
});

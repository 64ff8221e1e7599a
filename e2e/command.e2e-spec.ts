import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, times } from './harness/api.js';
import { CommandHost, program, runCommand } from './harness/commands.js';
import { longDelays } from './harness/gatehouse.js';
import { type GatehouseProcess, launchGatehouse } from './harness/launch.js';

const id = '01a1fd53-6849-700e-9726-7b8b85903b00';
let data: string;
let gatehouse: GatehouseProcess | undefined;
let commands: CommandHost;

/** Runs a command as a person at the terminal does. */
const command = (words: readonly string[], environment: Record<string, string> = {}) =>
  runCommand(words, { GATEHOUSE_DATA_DIR: data, ...environment });
/** Runs a command in the process that has run the last one, which spares it the start. */
const quick = (...words: string[]) => commands.run(words);
const json = async (...words: string[]): Promise<unknown> => {
  const { code, out, err } = await quick(...words, '--json');
  expect(err).toBe('');
  expect(code).toBe(0);
  return JSON.parse(out);
};

const launch = (ready: RegExp) => launchGatehouse({ data, ready, environment: longDelays });

beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'gatehouse-command-'));
  gatehouse = await launch(/https?:\/\/\S+\/setup\?token=[\w.~-]+/);
  commands = await CommandHost.start({ GATEHOUSE_DATA_DIR: data });
});
afterAll(async () => {
  await commands?.stop();
  await gatehouse?.stop();
  await rm(data, { recursive: true, force: true });
});

describe('gatehouse', () => {
  it.each([
    [],
    ['user'],
    ['user', 'list'],
    ['user', 'show'],
    ['user', 'create'],
    ['user', 'set-role'],
    ['user', 'deactivate'],
    ['user', 'activate'],
    ['user', 'force-reset'],
    ['user', 'end-sessions'],
    ['user', 'reset-factors'],
    ['user', 'unlock'],
    ['user', 'set-email'],
    ['user', 'erase'],
    ['user', 'keep'],
    ['org', 'list'],
    ['org', 'create'],
    ['org', 'members'],
    ['org', 'rename'],
    ['org', 'close'],
    ['org', 'open'],
    ['staff', 'list'],
    ['staff', 'appoint'],
    ['staff', 'dismiss'],
    ['user', 'export'],
    ['user', 'delete'],
    ['invitation', 'list'],
    ['invitation', 'create'],
    ['invitation', 'resend'],
    ['invitation', 'revoke'],
    ['service-account', 'list'],
    ['service-account', 'create'],
    ['key', 'list'],
    ['key', 'create'],
    ['key', 'update'],
    ['key', 'rotate'],
    ['key', 'revoke'],
    ['audit', 'verify'],
    ['keys', 'rotate'],
    ['keys', 'add'],
    ['import'],
    ['export'],
    ['breach-list'],
    ['doctor'],
  ])('has help for %s %s', async (...words) => {
    const { code, out } = await command([...words.filter(Boolean), '--help']);
    expect(code).toBe(0);
    expect(out).toContain(['Usage: gatehouse', ...words.filter(Boolean)].join(' '));
  });

  it.each([
    [['nonsense']],
    [['user', 'create', '--email', 'a@b.test']],
    [['user', 'create', '--email', 'nonsense', '--first', 'A', '--last', 'B']],
    [['user', 'create', '--email', 'a@b.test', '--first', 'A', '--last', 'B', '--role', 'BOSS']],
    [['user', 'list', '--limit', 'many']],
    [['user', 'erase', 'a@b.test']],
    [['org', 'create', 'Contoso']],
    [['org', 'close', id]],
    [['org', 'members', 'Contoso']],
    [['user', 'set-role', 'a@b.test', 'emperor']],
    [['staff', 'appoint', 'a@b.test', '--role', 'emperor']],
    [['service-account', 'create']],
    [['service-account', 'create', 'CI', '--role', 'emperor']],
    [['key', 'rotate', id, '--overlap', 'long']],
    [['key', 'update', id, '--limit', 'many']],
    [['key', 'create', 'robot', '--owner', 'a@b.test']],
    [['key', 'create', 'robot', '--owner', 'a@b.test', '--scope', 'nonsense']],
    [['key', 'create', 'robot', '--owner', 'a@b.test', '--scope', 'user:read', '--days', 'many']],
    [['audit', 'verify', '--noted', 'nonsense']],
    [['import', '/nowhere/people.csv']],
  ])('wrong usage exits with 2: %j', async (words) => {
    const { code, out, err } = await command(words);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).not.toBe('');
  });

  it('a wrong setting exits with 2, what fails with 1', async () => {
    expect((await command(['doctor'], { GATEHOUSE_NONSENSE: '1' })).code).toBe(2);
    const { code, err } = await command(['key', 'revoke', id]);
    expect(code).toBe(1);
    expect(err).toContain('There is no key');
  });

  it('looks after people while the server runs', async () => {
    const api = new Api(gatehouse?.url ?? '');
    const { access } = await api.setUp(gatehouse?.said ?? '', 'owner@example.com');
    const { access: owner } = await api.turnOnTotp(access);
    const words = ['--email', 'eve@example.com', '--first', 'Eve', '--last', 'Moneypenny'];
    expect(await json('user', 'create', ...words)).toMatchObject({ role: 'EMPLOYEE' });
    const twice = await quick('user', 'create', ...words);
    expect(twice).toMatchObject({ code: 1, err: 'The e-mail address is already in use\n' });
    // In a process of its own, which prints what it found and ends.
    const listed = await command(['user', 'list', 'moneypenny', '--json']);
    expect(listed).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(listed.out)).toMatchObject([
      { email: 'eve@example.com', isActive: true, memberships: 'EMPLOYEE of Northwind' },
    ]);
    expect(await json('org', 'list')).toMatchObject([{ name: 'Northwind', members: 2 }]);
    const person = await api.add(owner, 'dan@example.com', 'EMPLOYEE');
    const { access: own } = await api.turnOnTotp(person.access);
    await json('user', 'reset-factors', 'dan@example.com');
    expect((await api.validate(own)).status).toBe(401);
    const again = await api.signIn('dan@example.com');
    expect(again.body).not.toHaveProperty('tempToken');
    await json('user', 'deactivate', 'DAN@example.com');
    expect((await api.validate(String(again.body.accessToken))).status).toBe(401);
    expect((await api.signIn('dan@example.com')).status).toBe(401);
    expect((await quick('user', 'deactivate', 'owner@example.com')).code).toBe(1);
    await keysOf(api, owner);
  });

  it('activates, signs out, unlocks, makes people choose a new password, and erases them', async () => {
    const api = new Api(gatehouse?.url ?? '');
    const person = 'dan@example.com';
    expect(await json('user', 'activate', person)).toMatchObject({ isActive: true });
    const { access } = await api.tokensOf(person);
    await json('user', 'end-sessions', person);
    expect((await api.validate(access)).status).toBe(401);
    expect((await api.signIn(person)).status).toBe(200);
    await times(5, () => api.signIn(person, 'not the password at all'));
    expect((await api.signIn(person)).status).toBe(429);
    await json('user', 'unlock', person);
    expect((await api.signIn(person)).status).toBe(200);
    await json('user', 'force-reset', person);
    expect((await api.signIn(person)).status).toBe(401);
    expect(await api.linkFor(person)).not.toBe('');
    expect((await quick('user', 'set-email', person, 'no address')).code).toBe(2);
    expect((await quick('user', 'set-email', person, 'owner@example.com')).code).toBe(1);
    expect(await json('user', 'set-email', person, 'moved@example.com')).toMatchObject({
      newEmail: 'moved@example.com',
    });
    expect(await api.linkFor('moved@example.com')).not.toBe('');
    const open = await quick('user', 'erase', person, '--reason', 'Left');
    expect(open).toMatchObject({ code: 1, out: '' });
    await json('user', 'deactivate', person);
    const erased = await json('user', 'erase', person, '--reason', 'Left');
    expect(erased).toMatchObject({ email: person, dueAt: expect.any(String) });
    const { out } = await quick('user', 'keep', person);
    expect(out).toBe(`${person} is not erased.\n`);
  });

  it('adds people by a custom role, lists those of an organization, invites and deletes', async () => {
    const api = new Api(gatehouse?.url ?? '');
    const founder = 'founder@example.com';
    await api.newPerson(founder);
    const { id: org } = (await json('org', 'create', 'Wingtip', '--owner', founder)) as {
      id: string;
    };
    const { access } = await api.turnOnTotp((await api.tokensOf(founder)).access);
    const body = { name: 'Reader', rank: 'EMPLOYEE', permissions: ['user:read'] };
    const role = await api.call('POST', '/roles', { token: access, body });
    const person = ['--email', 'read@example.com', '--first', 'R', '--last', 'D', '--org', org];
    await json('user', 'create', ...person, '--role', String(role.body.id));
    const listed = async () =>
      ((await json('user', 'list', '--org', org)) as { email: string }[]).map(({ email }) => email);
    expect(await listed()).toEqual(['read@example.com', founder]);
    expect((await quick('user', 'create', ...person, '--role', 'KING')).code).toBe(2);
    const made = await json('invitation', 'create', 'guest@example.com', '--org', org);
    expect(made).toMatchObject({ email: 'guest@example.com', role: 'EMPLOYEE' });
    expect(await json('invitation', 'list', '--org', org)).toMatchObject([made]);
    const { id: invitation } = made as { id: string };
    expect(await api.linkFor('guest@example.com')).not.toBe('');
    // Once a minute.
    expect((await quick('invitation', 'resend', invitation, '--org', org)).code).toBe(1);
    await json('invitation', 'revoke', invitation, '--org', org);
    expect(await json('invitation', 'list', '--org', org)).toEqual([]);
    await json('user', 'delete', 'read@example.com', '--org', org);
    expect(await listed()).toEqual([founder]);
    // An owner is made something else first.
    expect((await quick('user', 'delete', founder, '--org', org)).code).toBe(1);
    await json('org', 'close', org, '--reason', 'Tried out');
  });

  it('makes an organization, and a key whose secret is printed once', async () => {
    const api = new Api(gatehouse?.url ?? '');
    const owner = 'eve@example.com';
    const made = (await json('org', 'create', 'Contoso', '--owner', owner)) as { id: string };
    expect(await json('org', 'list')).toContainEqual(
      expect.objectContaining({ id: made.id, name: 'Contoso', members: 1 }),
    );
    const words = ['key', 'create', 'ci', '--owner', owner, '--org', made.id];
    const { code, out, err } = await command([...words, '--scope', 'user:read', 'user:create']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^gh_live_\w+\n$/);
    const headers = { 'x-api-key': out.trim() };
    // Roles that lead need a second factor, keys included.
    expect((await api.call('GET', '/users', { headers })).status).not.toBe(401);
    expect(JSON.stringify(await json('key', 'list'))).not.toContain(out.trim());
    const foreign = [...words.slice(0, 4), 'owner@example.com', '--org', made.id];
    expect((await quick(...foreign, '--scope', 'user:read')).code).toBe(1);
    const beyond = await quick('key', 'create', 'ci', '--owner', owner, '--scope', 'user:read');
    expect(beyond).toMatchObject({ code: 1, out: '' });
  });

  it('renames, lists, closes and opens organizations, and rotates keys that are listed', async () => {
    const api = new Api(gatehouse?.url ?? '');
    const owner = 'eve@example.com';
    const { id: org } = (await json('org', 'create', 'Tailspin', '--owner', owner)) as {
      id: string;
    };
    await json('org', 'rename', org, 'Tailspin Toys');
    expect(await json('org', 'members', org)).toMatchObject([{ email: owner, role: 'BOSS' }]);
    expect((await quick('org', 'members', id)).code).toBe(1);
    const scope = ['--scope', 'user:read', '--days', '30'];
    const made = (await json('key', 'create', 'bot', '--owner', owner, '--org', org, ...scope)) as {
      id: string;
      secret: string;
    };
    const listed = await quick('key', 'list');
    expect(listed).toMatchObject({ code: 0, err: '' });
    expect(listed.out).toContain('bot');
    const use = async (secret: string) =>
      (await api.call('GET', '/users', { headers: { 'x-api-key': secret } })).status;
    const known = await use(made.secret);
    expect(known).not.toBe(401);
    const rotated = await quick('key', 'rotate', made.id, '--overlap', '0');
    expect(rotated).toMatchObject({ code: 0, err: '' });
    expect(await use(made.secret)).toBe(401);
    expect(await use(rotated.out.trim())).toBe(known);
    const changed = [
      '--name',
      'robot',
      '--limit',
      '9',
      '--days',
      'never',
      '--address',
      '192.0.2.1',
    ];
    expect(await json('key', 'update', made.id, ...changed)).toMatchObject({
      name: 'robot',
      requestsPerMinute: 9,
      expiresAt: null,
    });
    expect(await use(rotated.out.trim())).toBe(401);
    await json('key', 'update', made.id, '--address', 'any', '--limit', 'none');
    await json('org', 'close', org, '--reason', 'Left');
    expect(await use(rotated.out.trim())).toBe(401);
    expect((await quick('org', 'close', org, '--reason', 'Again')).code).toBe(1);
    expect(await json('org', 'list')).toContainEqual(
      expect.objectContaining({ id: org, name: 'Tailspin Toys', isClosed: true }),
    );
    await json('org', 'open', org, '--reason', 'Came back');
    expect(await use(rotated.out.trim())).toBe(known);
  });

  it('shows people, gives them roles, and appoints and dismisses staff', async () => {
    const all = (await json('org', 'list')) as { id: string; name: string }[];
    const org = ['--org', all.find(({ name }) => name === 'Northwind')?.id ?? ''];
    const person = 'eve@example.com';
    expect(await json('user', 'set-role', person, 'BOSS', ...org)).toMatchObject({ role: 'BOSS' });
    await json('user', 'set-role', person, 'EMPLOYEE', ...org);
    const last = await quick('user', 'set-role', 'owner@example.com', 'EMPLOYEE', ...org);
    expect(last).toMatchObject({ code: 1, out: '' });
    expect(await json('user', 'show', person)).toMatchObject({
      email: person,
      memberships: expect.arrayContaining([
        expect.objectContaining({ organizationName: 'Northwind', role: 'EMPLOYEE' }),
      ]),
    });
    const { code, out } = await quick('user', 'show', 'owner@example.com');
    expect(code).toBe(0);
    expect(out).toContain('BOSS of Northwind');
    expect(out).toContain('totp (Authenticator app)');
    expect((await quick('user', 'show', 'nobody@example.com')).code).toBe(1);
    const file = path.join(tmpdir(), `gatehouse-export-${randomUUID()}.zip`);
    await json('user', 'export', person, '--reason', 'Asked by letter', '--to', file);
    const { 'account.json': known } = unzipSync(await readFile(file));
    expect(strFromU8(known ?? new Uint8Array())).toContain(person);
    // What is there already is not written over.
    const again = ['--reason', 'Again', '--to', file];
    expect((await quick('user', 'export', person, ...again)).code).toBe(1);
    await rm(file);
    // Nobody who cannot sign in yet is appointed.
    expect((await quick('staff', 'appoint', person)).code).toBe(1);
    const api = new Api(gatehouse?.url ?? '');
    await api.newPerson('helper@example.com');
    expect(await json('staff', 'appoint', 'helper@example.com')).toMatchObject({
      platformRole: 'admin',
    });
    expect((await quick('staff', 'appoint', 'helper@example.com')).code).toBe(1);
    expect(await json('staff', 'list')).toMatchObject([
      { email: 'helper@example.com' },
      { email: 'owner@example.com', platformRole: 'super_admin' },
    ]);
    await json('staff', 'dismiss', 'helper@example.com');
    expect((await quick('staff', 'dismiss', 'owner@example.com')).code).toBe(1);
    expect(await json('staff', 'list')).toHaveLength(1);
  });

  it('says that all is well, and what is not', async () => {
    expect(await json('doctor')).toMatchObject({ ok: true });
    const worker = await command(['doctor'], {
      GATEHOUSE_APP: 'worker',
      DATABASE_URL: 'postgres://x:y@127.0.0.1:1/z',
      PUBLIC_URL: 'http://localhost:9',
      GATEHOUSE_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
      GATEHOUSE_WORKER_LEAVES: 'notifications',
    });
    expect(worker.out).toMatch(/ok +app +worker; background work: main\n/);
    expect((await command(['doctor'], { GATEHOUSE_APP: 'worker' })).code).toBe(2);
    const { code, out } = await command(['doctor', '--json'], {
      SMTP_URL: 'smtp://127.0.0.1:1',
      GATEHOUSE_BREACH_LIST: program,
    });
    expect(code).toBe(1);
    const { findings } = JSON.parse(out) as { findings: { check: string; ok: boolean }[] };
    expect(findings.filter(({ ok }) => !ok).map(({ check }) => check)).toEqual([
      'mail',
      'breach list',
    ]);
    const lost = await command(['doctor'], { DATABASE_URL: 'postgres://x:y@127.0.0.1:1/z' });
    expect(lost.code).toBe(1);
    expect(lost.out).toMatch(/WRONG +database/);
  });

  it('imports, exports, verifies and rotates while the server is stopped', async () => {
    await gatehouse?.stop();
    gatehouse = undefined;
    const file = path.join(data, 'people.csv');
    await writeFile(file, 'email,firstName,lastName\nimported@example.com,I,M\nnobody,N,N\n');
    const all = (await json('org', 'list')) as { id: string; name: string }[];
    const org = ['--org', all.find(({ name }) => name === 'Northwind')?.id ?? ''];
    const dry = await command(['import', file, ...org, '--dry-run', '--json']);
    expect(JSON.parse(dry.out)).toMatchObject({ accepted: 1, refused: 1, dryRun: true });
    const { code, out } = await command(['import', file, ...org]);
    expect(code).toBe(1);
    expect(out).toContain(
      '1 people were added, 0 updated, 0 invited, 1 lines refused.\n  line 3 (nobody)',
    );
    const target = path.join(data, 'out.csv');
    expect((await command(['export', ...org, '--to', target])).code).toBe(0);
    expect(await readFile(target, 'utf8')).toContain('imported@example.com');
    const lines = (await command(['export', ...org, '--format', 'jsonl'])).out.trim().split('\n');
    expect(lines).toHaveLength(4);
    expect(await json('keys', 'rotate')).toMatchObject({ id: expect.any(String) });
    expect(await json('audit', 'verify')).toMatchObject({ valid: true });
  });
});

async function keysOf(api: Api, owner: string): Promise<void> {
  const made = await api.call('POST', '/api-keys', {
    token: owner,
    body: { name: 'robot', scopes: ['user:read'] },
  });
  const headers = { 'x-api-key': String(made.body.secret) };
  expect((await api.call('GET', '/users', { headers })).status).toBe(200);
  expect(await json('key', 'list')).toMatchObject([{ name: 'robot', owner: 'owner@example.com' }]);
  await json('key', 'revoke', String(made.body.id));
  expect((await api.call('GET', '/users', { headers })).status).toBe(401);
}

import { allRoutes } from '@gatehouse/contracts/routes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, Api, password, statuses, times } from '../harness/api.js';
import { fullHashes, type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';
import { query } from '../harness/query.js';
import {
  differenceOf,
  isClear,
  samplesAsked,
  tellApart,
  type TimedCase,
  usualTime,
} from './timing.js';

/** What names somebody, in the bodies of requests. */
const naming = ['email', 'newEmail', 'username', 'phoneNumber', 'ticket', 'recipients'];
/** Routes that tell on purpose, or have nothing to tell, and why. */
const telling: Readonly<Record<string, string>> = {
  'setup.complete': 'opens the first account: there is none to find out about',
  'profile.update': 'usernames are public: one that is taken is refused in words',
  'users.update': 'usernames are public: one that is taken is refused in words',
  'users.create': 'says in words who is in use, so many times a day (strangers.e2e-spec.ts)',
  'smsCodes.setup': 'a number opens no account, and many people may have the same',
  'staff.appoint': 'staff who may read every account anyway',
  'people.changeAddress': 'staff who may read every account anyway',
  'notificationDeliveries.send': 'recipients are members by id, whom the sender may list',
  'notificationDeliveries.count': 'the same',
};

/** Imported with its account, and checked in several times the time of one that was made here. */
const dearHash = '$2b$09$abcdefghijklmnopqrstuuEn/eMei1z5h1.4IuwDnjDepo.7LkKxS';

let gatehouse: RunningGatehouse;
let api: Api;
/** Of somebody signed in who has an organization. */
let token: string;
const sql = (text: string, values?: readonly unknown[]) =>
  query(gatehouse.databaseUrl, text, values);

beforeAll(async () => {
  gatehouse = await startGatehouse({
    ...fullHashes,
    GATEHOUSE_MAGIC_LINK: 'true',
    GATEHOUSE_STEP_UP_MINUTES: '60',
  });
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  token = (await api.turnOnTotp(access)).access;
  await api.register('model@example.com');
  await api.apply('model-waiting@example.com');
  for (const name of ['timed', 'named', 'coded', 'leaky', 'mailed']) await copyAccounts(name);
  await copyAccounts('inactive', { is_active: false });
  await copyAccounts('imported', { password_hash: dearHash });
  for (const name of ['waiting', 'unconfirmed', 'mailed-waiting']) await copyRegistrations(name);
});
afterAll(() => gatehouse?.stop());

/** One account a sample, because one that failures have locked answers at once, and differently. */
const copyAccounts = (name: string, change: object = {}) =>
  sql(
    `INSERT INTO identity.users SELECT (jsonb_populate_record(u, $2::jsonb || jsonb_build_object(
       'id', gen_random_uuid(), 'email', $1 || n || '@example.com',
       'email_key', $1 || n || '@example.com', 'username', $1 || n, 'username_key', $1 || n))).*
     FROM identity.users u, generate_series(0, ${samplesAsked}) n WHERE u.email = 'model@example.com'`,
    [name, JSON.stringify(change)],
  );
/** Attempts to register that nobody has confirmed, and whose mails came minutes ago. */
const copyRegistrations = (name: string) =>
  sql(
    `INSERT INTO identity.registrations SELECT (jsonb_populate_record(r, jsonb_build_object(
       'token_hash', '\\x' || encode(sha256(($1 || n)::bytea), 'hex'), 'created_at', now() - interval '2 minutes',
       'email', $1 || n || '@example.com', 'email_key', $1 || n || '@example.com'))).*
     FROM identity.registrations r, generate_series(0, ${samplesAsked}) n
     WHERE r.email = 'model-waiting@example.com'`,
    [name],
  );

const post = (path: string, body: object, caller?: string) =>
  api.call('POST', path, { body, ...(caller === undefined ? {} : { token: caller }) });

/** A question that names somebody, and must not tell whether they are here. */
interface Question {
  readonly what: string;
  /** Names of the contracts. */
  readonly route: string;
  /** Samples of people who are here, by how their addresses begin. */
  readonly known: readonly string[];
  readonly status: number;
  readonly send: (email: string) => Promise<Answer>;
  /** What has to be there first, for all addresses. */
  readonly prepare?: (emails: readonly string[]) => Promise<unknown>;
  /** What has to be done before each time. */
  readonly before?: () => Promise<unknown>;
}

const wrong = 'not the password at all';
const person = { password, firstName: 'A', lastName: 'B' };
/** Lets the minute between two wishes for another address pass. */
const aMinuteLater = () =>
  sql(`UPDATE identity.email_changes SET created_at = created_at - interval '2 minutes'`);
const tickets = new Map<string, unknown>();
const askForTickets = (emails: readonly string[]) =>
  times(emails.length, async (index) => {
    const { body } = await post('/auth/magic-link', { email: emails[index] });
    tickets.set(emails[index] ?? '', body.ticket);
  });

const questions: readonly Question[] = [
  {
    what: 'a sign-in by an address',
    route: 'signIn.login',
    known: ['timed', 'waiting', 'inactive', 'imported'],
    status: 401,
    send: (email) => post('/auth/login', { email, password: wrong }),
  },
  {
    what: 'a sign-in by a username',
    route: 'signIn.login',
    known: ['named'],
    status: 401,
    send: (email) => post('/auth/login', { username: email.split('@')[0], password: wrong }),
  },
  {
    what: 'a registration',
    route: 'registration.register',
    known: ['timed', 'waiting'],
    status: 202,
    send: (email) => post('/auth/register', { email, ...person }),
  },
  {
    what: 'the confirmation once more',
    route: 'registration.resendVerification',
    known: ['unconfirmed', 'timed'],
    status: 202,
    send: (email) => post('/auth/verify-email/resend', { email }),
  },
  {
    what: 'a forgotten password',
    route: 'passwords.forgot',
    known: ['timed', 'inactive'],
    status: 202,
    send: (email) => post('/auth/password/forgot', { email }),
  },
  {
    what: 'a link to sign in',
    route: 'magicLinks.request',
    known: ['timed', 'inactive'],
    status: 202,
    send: (email) => post('/auth/magic-link', { email }),
  },
  {
    what: 'the code that came with the link, wrongly',
    route: 'magicLinks.enterCode',
    known: ['coded'],
    status: 401,
    prepare: askForTickets,
    send: (email) =>
      post('/auth/magic-link/code', { ticket: tickets.get(email), code: '00000000' }),
  },
  {
    what: 'another address',
    route: 'emailChanges.request',
    known: ['timed'],
    status: 202,
    before: aMinuteLater,
    send: (newEmail) => post('/auth/email/change', { password, newEmail }, token),
  },
  {
    what: 'one more address',
    route: 'emailAddresses.add',
    known: ['timed'],
    status: 202,
    before: aMinuteLater,
    send: (email) => post('/auth/emails', { email }, token),
  },
  {
    what: 'an invitation',
    route: 'invitations.create',
    known: ['timed'],
    status: 201,
    send: (email) => post('/invitations', { email, role: 'EMPLOYEE' }, token),
  },
];

/** The question about somebody of each sample, and whether it was always answered alike. */
const caseOf = ({ send, before, status }: Question, name: string): TimedCase => ({
  ...(before && { before }),
  run: async (index) => {
    const answer = await send(`${name}${index}@example.com`);
    expect(answer.status).toBe(status);
  },
});

describe('attack 8: time tells nothing', () => {
  it('each route that names somebody is timed here, or says why not', () => {
    const named = allRoutes.filter(({ body }) =>
      naming.some((field) => Object.hasOwn((body as { shape?: object })?.shape ?? {}, field)),
    );
    const known = [...questions.map(({ route }) => route), ...Object.keys(telling)];
    expect(new Set(known)).toEqual(new Set(named.map(({ name }) => name)));
  });

  it.each(questions)('$what takes as long whether or not somebody is here', async (question) => {
    for (const [number, name] of question.known.entries()) {
      const unknown = `nobody${questions.indexOf(question)}x${number}x`;
      const emails = [name, unknown].flatMap((each) =>
        Array.from({ length: samplesAsked }, (_, index) => `${each}${index}@example.com`),
      );
      await question.prepare?.(emails);
      const told = await tellApart(caseOf(question, unknown), caseOf(question, name));
      expect(told, name).toBeNull();
    }
  });

  // The negative controls: a route that leaks is found, and what is alike is not.
  it.each([
    ['passwords.forgot', 'identity.one_time_tokens', `NEW.purpose = 'reset_password'`],
    ['registration.register', 'identity.registrations', 'NEW.password_hash IS NULL'],
  ] as const)(
    '%s is found out when it works longer for those who are here',
    async (route, table, isOfKnown) => {
      const question = questions.find((each) => each.route === route);
      if (!question) throw new Error(`No question asks ${route}`);
      // Where each takes long, as on a full machine, their times differ by chance as much.
      const usual = await usualTime(caseOf(question, `usual${route.split('.')[0]}`));
      const seconds = Math.max(0.2, (2 * usual) / 1000);
      await sql(`CREATE FUNCTION ${table}_sleep() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(${seconds}); RETURN NEW; END $$`);
      await sql(`CREATE TRIGGER leak BEFORE INSERT ON ${table} FOR EACH ROW WHEN (${isOfKnown})
        EXECUTE FUNCTION ${table}_sleep()`);
      const unknown = caseOf(question, `leak${route.split('.')[0]}`);
      const told = await tellApart(unknown, caseOf(question, 'leaky'));
      await sql(`DROP TRIGGER leak ON ${table}`);
      expect(told?.longer).toBeGreaterThan(0.8);
      expect(told?.shift).toBeGreaterThan(10);
    },
  );

  it('a clear difference is one of nearly all pairs, and not of a busy moment', () => {
    const quick = Array.from({ length: 20 }, (_, index) => 100 + (index % 7));
    const interrupted = quick.map((time, index) => (index % 4 === 0 ? time + 400 : time));
    expect(isClear(differenceOf(quick, interrupted))).toBe(false);
    expect(
      isClear(
        differenceOf(
          quick,
          quick.map((time) => time + 1),
        ),
      ),
    ).toBe(false);
    expect(
      isClear(
        differenceOf(
          quick,
          quick.map((time) => time + 12),
        ),
      ),
    ).toBe(true);
    expect(
      isClear(
        differenceOf(
          quick.map((time) => time + 12),
          quick,
        ),
      ),
    ).toBe(true);
  });
});

describe('attack 8: answers tell nothing, either', () => {
  it.each(['/auth/password/forgot', '/auth/magic-link', '/auth/verify-email/resend'])(
    '%s answers in the same words, and writes to those who are here alone',
    async (path) => {
      const name = path === '/auth/verify-email/resend' ? 'mailed-waiting' : 'mailed';
      const answers = [
        await post(path, { email: `${name}0@example.com` }),
        await post(path, { email: 'stranger@example.com' }),
      ];
      expect(new Set(statuses(answers))).toEqual(new Set([202]));
      const [shown, hidden] = answers.map(({ body }) => ({ ...body, ticket: typeof body.ticket }));
      expect(shown).toEqual(hidden);
      expect((await api.mailsFor(`${name}0@example.com`)).length).toBeGreaterThan(0);
      expect(await api.mailsFor('stranger@example.com')).toEqual([]);
    },
  );
});

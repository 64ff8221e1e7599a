import { randomBytes } from 'node:crypto';
import type { RouteContract } from '@gatehouse/contracts/route';
import fc from 'fast-check';
import type { z } from 'zod';
import { validValues } from '../valid-values.js';

/** What a hostile or careless client puts where a text is expected. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '%00',
    '../..',
    "' OR 1=1 --",
    'null',
    '𐍈'.repeat(99),
  ),
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant(-1e308),
);
const namesOf = (shape: unknown): string[] =>
  Object.keys((shape as { shape?: object } | undefined)?.shape ?? {});
/** Bodies and queries with the names of the contract and anything as values. */
const record = (shape: unknown, values: fc.Arbitrary<unknown>) =>
  fc.record(Object.fromEntries(namesOf(shape).map((name) => [name, values])), { requiredKeys: [] });

/** What the contract takes, so that the handler behind it is reached. */
const valid = (
  shape: z.ZodType | undefined,
  ids: () => readonly string[],
): fc.Arbitrary<unknown> => (shape ? validValues(shape, ids) : fc.constant({}));

/** A place in a list, or a choice of fields, is made by the server: none that is made up will do. */
const withoutPlace = (query: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(query as object).filter(([name]) => name !== 'cursor' && name !== 'fields'),
  );

/** The good body with one value of the bad one. */
export function mixed(good: unknown, bad: unknown): unknown {
  if (typeof good !== 'object' || typeof bad !== 'object' || good === null) return bad;
  const [poison] = Object.entries(bad ?? {});
  return poison ? { ...good, ...Object.fromEntries([poison]) } : good;
}

/** The body with what only a running server knows in it. */
export const withFields = (body: unknown, fields: object | undefined): unknown =>
  fields && typeof body === 'object' ? { ...body, ...fields } : body;

export const callers = ['owner', 'key', 'service', 'nobody'] as const;
export interface Request {
  readonly parameter: string;
  /** Which of the things that are there the path names; null for none. */
  readonly thing: number | null;
  readonly query: Record<string, unknown>;
  readonly body: unknown;
  /** What is put in place of one field of the body; undefined for none. */
  readonly poison: unknown;
  /** Whether it is as it should be, but for the poison. */
  readonly meant: boolean;
  readonly caller: (typeof callers)[number];
  /** Media type of the body; undefined for the one that the route takes. */
  readonly type: string | undefined;
}

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** A spreadsheet of people, whose cells are anything, and pictures and mails that are broken or not. */
const files = fc.oneof(
  fc
    .array(fc.tuple(text, text, text), { maxLength: 3 })
    .map((rows) => ['email,firstName,lastName', ...rows.map((row) => row.join())].join('\n')),
  fc.constant('email,firstName,lastName\nfuzz@example.com,F,Z\n'),
  fc.constant('{"email":"fuzz@example.com","firstName":"F","lastName":"Z"}\n'),
  fc.constant(png),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.concat([png.subarray(0, 40), bytes])),
  fc.constant('Final-Recipient: rfc822; x@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n'),
  fc.nat(300).map((size) => randomBytes(size)),
);

/** Requests of a hostile or careless client. */
function hostileRequests(route: RouteContract): fc.Arbitrary<Request> {
  return fc.record({
    parameter: text.filter((part) => part.trim() !== '' && !/^\.+$/.test(part)),
    thing: fc.option(fc.nat(), { freq: 2 }),
    query: record(route.query, text),
    body: fc.oneof({ weight: 4, arbitrary: record(route.body, value) }, value, files),
    poison: fc.constant(undefined),
    meant: fc.constant(false),
    caller: fc.constantFrom(...callers),
    type: fc.option(
      fc.constantFrom(
        'application/json',
        'text/csv',
        'multipart/form-data; boundary=x',
        'nonsense',
      ),
      { nil: undefined, freq: 2 },
    ),
  });
}

/**
 * Requests of a route: `careful` ones should do their work; `any` has careless ones beside them, and
 * such with one bad value.
 * @param example a body that does its work, where one that is made up by its shape would not.
 * @param ids of things that are there.
 */
export function requestsOf(
  route: RouteContract,
  example: unknown,
  ids: () => readonly string[],
): Record<'careful' | 'any', fc.Arbitrary<Request>> {
  const shaped = valid(route.body, ids);
  const good =
    example === undefined
      ? shaped
      : fc.oneof({ weight: 2, arbitrary: fc.constant(example) }, shaped);
  const taken = route.upload ? files : good;
  const hostile = hostileRequests(route);
  const careful: fc.Arbitrary<Request> = fc.record({
    parameter: fc.nat().map((index) => ids()[index % ids().length] ?? ''),
    thing: fc.nat(),
    query: fc.oneof(fc.constant({}), valid(route.query, ids).map(withoutPlace)),
    body: taken,
    poison: fc.constant(undefined),
    meant: fc.constant(true),
    caller: fc.oneof(
      { weight: 4, arbitrary: fc.constant('owner' as const) },
      fc.constantFrom(...callers),
    ),
    type: route.upload ? fc.constantFrom(...route.upload) : fc.constant(undefined),
  });
  /** One field is hostile, and all others are as they should be. */
  const sly = fc
    .tuple(careful, hostile)
    .map(([one, bad]) => (route.upload ? one : { ...one, poison: bad.body }));
  return { careful, any: fc.oneof(hostile, { weight: 2, arbitrary: careful }, sly) };
}

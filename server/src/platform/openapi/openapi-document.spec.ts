import { type EventContract, events } from '@gatehouse/contracts/events';
import { allRoutes } from '@gatehouse/contracts/routes';
import { expect, it } from 'vitest';
import { namedSchemas } from './named-schemas.js';
import { openApiDocument } from './openapi-document.js';

interface Operation {
  readonly operationId: string;
  readonly security: readonly unknown[];
  readonly responses: Record<string, unknown>;
}

type Json = Record<string, unknown>;
const lastOf = (reference: string): string => reference.split('/').at(-1) ?? '';

const operations = () =>
  Object.values(
    openApiDocument('1.2.3').paths as Record<string, Record<string, Operation>>,
  ).flatMap((path) => Object.values(path));

it('lists every contract once', () => {
  const names = operations().map((operation) => operation.operationId);
  expect(names.toSorted()).toEqual(allRoutes.map((route) => route.name).toSorted());
});

const isEmpty = (way: unknown): boolean => Object.keys(way as object).length === 0;
const operationOf = (name: string) =>
  operations().find(({ operationId }) => operationId === name) ?? expect.fail(name);
interface Response {
  readonly headers?: object;
  readonly $ref?: string;
}
const responseOf = (name: string, status: number): Response => {
  const response = operationOf(name).responses[status] as Response;
  const { responses } = openApiDocument('1.2.3').components as { responses: Json };
  return responses[lastOf(response.$ref ?? '')] ?? response;
};
const headersOf = (name: string, status: number) =>
  Object.keys(responseOf(name, status).headers ?? {});

it('tells of the cookie and its CSRF token, and of keys wherever they are answered', () => {
  expect(operationOf('signIn.refresh').security).toEqual([
    { refreshCookie: [], csrfToken: [] },
    {},
  ]);
  const takesKeys = (name: string) =>
    operationOf(name).security.some((way) => 'apiKey' in (way as object));
  for (const { name, keys } of allRoutes) if (keys === true) expect(takesKeys(name)).toBe(true);
  expect(allRoutes.some(({ keys }) => keys === true)).toBe(true);
  expect(takesKeys('users.list')).toBe(true);
  expect(takesKeys('twoFactor.setupTotp')).toBe(false);
});

it('tells of the headers that an answer carries', () => {
  expect(headersOf('users.list', 200)).toEqual(['Link', 'RateLimit', 'RateLimit-Policy']);
  expect(headersOf('users.update', 200)).toContain('ETag');
  expect(headersOf('users.create', 201)).toContain('Idempotent-Replayed');
  expect(headersOf('signIn.login', 429)).toEqual(['Retry-After']);
  expect(headersOf('platform.live', 200)).toEqual([]);
});

it('asks for a token wherever the contract is not public', () => {
  for (const operation of operations()) {
    const contract = allRoutes.find((route) => route.name === operation.operationId);
    const isOpen = operation.security.length === 0 || operation.security.some(isEmpty);
    expect(isOpen).toBe(contract?.access === 'public');
    expect('401' in operation.responses || contract?.access === 'public').toBe(true);
  }
});

it('tells of each event as the webhook that it is sent as', () => {
  const webhooks = openApiDocument('1.2.3').webhooks as Record<string, Record<string, unknown>>;
  expect(Object.keys(webhooks)).toEqual(
    Object.values<EventContract>(events)
      .filter(({ withheld }) => !withheld)
      .map(({ type }) => type)
      .toSorted(),
  );
  expect(webhooks['webhook.disabled']).toMatchObject({
    post: {
      summary: events.webhookDisabled.summary,
      requestBody: {
        content: {
          'application/json': {
            schema: {
              properties: {
                type: { const: 'webhook.disabled' },
                data: { required: ['endpointId', 'url', 'reason'] },
              },
            },
          },
        },
      },
    },
  });
});

it('refers to nothing that is not there, and names nothing that nobody refers to', () => {
  const document = openApiDocument('1.2.3');
  const { schemas, responses } = document.components as { schemas: Json; responses: Json };
  const text = JSON.stringify(document);
  const referred = (place: string) =>
    [...text.matchAll(new RegExp(`"#/components/${place}/(\\w+)"`, 'g'))].map(([, name]) => name);
  const namesOf = (place: string) => [...new Set(referred(place))].toSorted();
  expect(namesOf('schemas')).toEqual(Object.keys(schemas).toSorted());
  expect(namesOf('responses')).toEqual(Object.keys(responses).toSorted());
  const unused = [...namedSchemas.keys()].filter(
    (name) => !(name in schemas || `${name}Input` in schemas),
  );
  expect(unused).toEqual([]);
  expect(text).not.toContain('$defs');
});

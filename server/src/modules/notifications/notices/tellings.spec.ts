import type { CloudEvent } from '@gatehouse/contracts/events';
import { expect, it } from 'vitest';
import { newId } from '../../../kernel/id.js';
import { builtInTemplates } from '../templates/built-in-templates.js';
import { compile, fill } from '../templates/template-engine.js';
import { tellings } from './tellings.js';

const ids = Object.fromEntries(
  [
    'userId',
    'paymentId',
    'refundId',
    'alertId',
    'assigneeId',
    'sessionId',
    'invitationId',
    'organizationId',
    'invitedBy',
    'endpointId',
    'deviceId',
    'apiKeyId',
    'previousOwnerId',
  ].map((name) => [name, newId()]),
);
/** What any event that is told may say; each takes what is its own. */
const data = {
  ...ids,
  email: 'ada@example.com',
  firstName: 'Ada',
  lastName: 'Lovelace',
  transactionId: 'txn_42',
  amount: '49.90',
  currency: 'EUR',
  errorMessage: 'The card was declined.',
  detection: 'password_spraying',
  severity: 'high',
  summary: 'Many failed sign-ins',
  listener: 'webhooks',
  count: 3,
  method: 'totp',
  name: 'A key',
  scopes: [],
  from: 'EMPLOYEE',
  to: 'MANAGER',
  role: 'EMPLOYEE',
  url: 'https://example.com/hook',
  reason: 'gone',
  country: 'NL',
  expiresAt: '2026-12-01T00:00:00.000Z',
  isService: false,
  fields: ['picture'],
};
/** Of these, one method alone is told. */
const methods: Readonly<Record<string, string>> = { 'two_factor.verified': 'backup_code' };

const at = new Date('2026-11-21T09:00:00Z');

const eventOf = (type: string): CloudEvent => ({
  specversion: '1.0',
  id: newId(),
  source: '/test',
  type,
  dataschema: `urn:gatehouse:event:${type}:1.0.0`,
  time: at.toISOString(),
  datacontenttype: 'application/json',
  data: { ...data, method: methods[type] ?? data.method },
});

it.each([...tellings.keys()])('%s gives its template every value that it names', (type) => {
  const notice = tellings.get(type)?.(eventOf(type), at);
  const content = notice?.content;
  if (!content || !('template' in content)) throw new Error(`${type} is told by no template`);
  const template = builtInTemplates.find(({ name }) => name === content.template);
  const values = {
    ...content.variables,
    ...content.dates,
    ...content.factors,
    ...content.countries,
    ...content.severities,
    ...content.findings,
  };
  const declared = Object.keys(template?.variables ?? {});
  expect(Object.keys(values).toSorted()).toEqual(declared.toSorted());
  expect(Object.values(values)).not.toContain('');
  for (const words of Object.values(template?.contents ?? {}))
    expect(fill(compile(words, declared), values).text).not.toMatch(/\{\{|undefined|null/);
});

it('every template of Gatehouse’s own is one that something tells by', () => {
  const told = [...tellings].map(([type, tell]) => {
    const content = tell(eventOf(type), at)?.content;
    return content && 'template' in content ? content.template : null;
  });
  const names = builtInTemplates.map(({ name }) => name);
  expect(new Set(told)).toEqual(new Set(names));
});

import { errors } from '@gatehouse/contracts/errors';
import { type EventContract, events } from '@gatehouse/contracts/events';
import {
  permissions,
  platformPermissions,
  platformRolePermissions,
  platformRoles,
  rolePermissions,
  roles,
} from '@gatehouse/contracts/permissions';
import {
  clientEvents,
  realtimeNamespace,
  realtimePath,
  serverEvents,
} from '@gatehouse/contracts/realtime';
import { z } from 'zod';
import { allVariables } from '../../platform/config/config.js';
import { openIdVariables } from '../../platform/config/social.variables.js';
import { listeners } from './listeners.js';
import type { Variable } from '../../platform/config/variables.js';
import { openApiDocument } from '../../platform/openapi/openapi-document.js';

type Shape = Readonly<Record<string, unknown>>;

/** Pages of docs/reference by file name, made from the contracts and the settings. */
export function referencePages(): Record<string, string> {
  return {
    'configuration.md': configuration(),
    'errors.md': errorCodes(),
    'events.md': eventCatalogue(),
    'permissions.md': permissionMatrix(),
    'realtime.md': socketEvents(),
    // The version changes with every release, and says nothing about the API.
    'openapi.json': `${JSON.stringify(openApiDocument('0.0.0'), null, 2)}\n`,
  };
}

function configuration(): string {
  const variables = { ...allVariables, ...openIdVariables };
  const rows = Object.entries<Variable>(variables).map(([name, { shape, doc, secret }]) => {
    const { default: preset, ...schema } = schemaOf(shape);
    const value = preset === undefined || preset === '' ? '' : `\`${preset as string | number}\``;
    return [`\`${name}\``, typeOf(schema), value, secret ? `${doc} Secret.` : doc];
  });
  return page(
    'Configuration',
    'Settings are environment variables. Each also reads from the file that `NAME_FILE` names. ' +
      'A wrong value, or a name that begins with `GATEHOUSE_` and is none of these, stops the start.',
    table(['Variable', 'Value', 'Default', 'Meaning'], rows),
  );
}

function errorCodes(): string {
  const rows = Object.entries(errors).map(([code, { status, title, advice }]) => [
    `\`${code}\``,
    String(status),
    title,
    advice,
  ]);
  return page(
    'Error codes',
    'Every error is a problem document (RFC 9457, `application/problem+json`) with one of these as its `code`.',
    table(['Code', 'Status', 'Title', 'What to do'], rows),
  );
}

function eventCatalogue(): string {
  const rows = Object.values<EventContract>(events).map((event) => [
    `\`${event.type}\``,
    event.version,
    `\`${event.source}\``,
    remarkOf(event) + event.summary,
    fieldsOf(event.data),
    listeners
      .filter(({ types }) => types !== 'all' && types.includes(event.type))
      .map(({ name }) => name)
      .join(', '),
  ]);
  const curious = listeners.filter(({ types }) => types === 'all').map(({ name }) => `\`${name}\``);
  return page(
    'Events',
    `Events are CloudEvents 1.0. Actor, organization, address and request travel in the envelope. ${curious.join(', ')} listen to all of them, \`publication\` where an exchange is configured. Important ones wait behind no others. Announced ones are declared and not told of by any module yet. Those of the installation belong to no organization. Those that are not for webhooks are about a person alone, or come when their organization has no endpoints.`,
    table(['Type', 'Version', 'Source', 'What happened', 'Data', 'Who listens too'], rows),
  );
}

const remarkOf = ({ important, announced, installation, withheld }: EventContract): string =>
  [
    important === undefined ? '' : '_Important._ ',
    announced ? '_Announced._ ' : '',
    installation ? '_Of the installation._ ' : '',
    withheld ? '_Not for webhooks._ ' : '',
  ].join('');

function socketEvents(): string {
  const server = Object.entries(serverEvents).map(([name, shape]) => [
    `\`${name}\``,
    fieldsOf(shape),
  ]);
  const client = Object.entries(clientEvents).map(([name, { data, answer, ...rest }]) => [
    `\`${name}\``,
    fieldsOf(data),
    'permission' in rest ? `\`${rest.permission}\`` : '',
    fieldsOf(answer),
  ]);
  return page(
    'Realtime',
    `Socket.IO 4, namespace \`${realtimeNamespace}\`, path \`${realtimePath}\`, transport \`websocket\`. The handshake carries an access token in \`auth.token\`; ` +
      'a refused one fails with a code of errors.md as its message. A socket closes when its session ends or its token expires: send a fresh token by `authenticate` before. ' +
      'Every event of a client is acknowledged with `{ ok: true, data }` or `{ ok: false, error: { code, title } }`.',
    `## The server sends\n\n${table(['Event', 'Data'], server)}\n## A client sends\n\n${table(['Event', 'Data', 'Needs', 'Brings'], client)}`,
  );
}

function permissionMatrix(): string {
  const rows = Object.entries(permissions).map(([name, meaning]) => [
    `\`${name}\``,
    meaning,
    ...roles.map((role) => (rolePermissions[role].some((held) => held === name) ? 'yes' : '')),
  ]);
  const staff = Object.entries(platformPermissions).map(([name, meaning]) => [
    `\`${name}\``,
    meaning,
    ...platformRoles.map((role) =>
      platformRolePermissions[role].some((held) => held === name) ? 'yes' : '',
    ),
  ]);
  return page(
    'Permissions',
    'Nobody grants what they do not hold, or acts on an equal or a superior.',
    `${table(['Permission', 'Allows to', ...roles], rows)}\nStaff of the installation hold these, whichever organization it concerns; no other role does, and no API key.\n\n${table(['Permission', 'Allows to', ...platformRoles], staff)}`,
  );
}

const page = (title: string, introduction: string, content: string): string =>
  `# ${title}\n\nMade by \`npm run docs\`; do not edit.\n\n${introduction}\n\n${content}`;

const line = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}

const schemaOf = (shape: z.ZodType): Shape =>
  z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' });

const fieldsOf = (shape: z.ZodType): string => fieldsIn(schemaOf(shape));

/** The fields of an object; of a choice between several, each of them in words. */
function fieldsIn(schema: Shape): string {
  const choices = (schema.anyOf ?? []) as Shape[];
  if (choices.length > 0) return choices.map((one) => fieldsIn(one) || typeOf(one)).join(' or ');
  return Object.entries(propertiesOf(schema))
    .map(([name, field]) => `\`${name}\` ${typeOf(field)}`)
    .join(', ');
}

const propertiesOf = (schema: Shape) => (schema.properties ?? {}) as Record<string, Shape>;

/** A JSON schema in a few words. */
function typeOf(schema: Shape): string {
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (Array.isArray(schema.anyOf)) return (schema.anyOf as Shape[]).map(typeOf).join(' or ');
  if (Array.isArray(schema.type)) return schema.type.join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items as Shape)}`;
  const form = [schema.format, schema.type].find((name) => typeof name === 'string') ?? 'any';
  const bounds = [
    typeof schema.minimum === 'number' && schema.minimum > Number.MIN_SAFE_INTEGER
      ? `from ${schema.minimum}`
      : undefined,
    typeof schema.maximum === 'number' && schema.maximum < Number.MAX_SAFE_INTEGER
      ? `to ${schema.maximum}`
      : undefined,
  ];
  return [form, ...bounds].filter((part) => part !== undefined).join(' ');
}

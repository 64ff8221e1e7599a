import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';

const now = new Date();
const later = new Date(now.getTime() + 86_400_000);
const bytes = () => randomBytes(32);

/** Ids that belong to an organization nobody of the test is in. */
export const foreign = {
  organization: randomUUID(),
  user: randomUUID(),
  owner: randomUUID(),
  serviceAccount: randomUUID(),
  role: randomUUID(),
  group: randomUUID(),
  session: randomUUID(),
  invitation: randomUUID(),
  import: randomUUID(),
  apiKey: randomUUID(),
  serviceAccountKey: randomUUID(),
  connection: randomUUID(),
  emailAddress: randomUUID(),
  passkey: randomUUID(),
  authenticator: randomUUID(),
  trustedDevice: randomUUID(),
  webhook: randomUUID(),
  webhookDelivery: randomUUID(),
  webhookRecovery: randomUUID(),
  notification: randomUUID(),
  notificationDelivery: randomUUID(),
  notice: randomUUID(),
  suppression: randomUUID(),
};
export type ForeignThing = keyof typeof foreign;

type Row = Readonly<Record<string, unknown>>;

const person = (name: string): Row => ({
  email: `${name}@foreign.test`,
  email_key: `${name}@foreign.test`,
  first_name: 'X',
  last_name: 'Y',
  email_verified_at: now,
});
const key = (owner: string): Row => ({
  user_id: owner,
  organization_id: foreign.organization,
  name: 'Foreign',
  hint: 'gh_live_XXXX',
  secret_hash: bytes(),
  scopes: ['user:read'],
  allowed_addresses: [],
  created_at: now,
});
const ofOrganization = { organization_id: foreign.organization, created_at: now };
const ofUser = { user_id: foreign.user, created_at: now };
const device = { ip_address: '192.0.2.1', user_agent: '' };

/** Where each thing is, and what its row says beside its id; a suppression stands with its address. */
const things: Readonly<
  Record<Exclude<ForeignThing, 'suppression'>, readonly [table: string, row: Row]>
> = {
  organization: ['identity.organizations', { name: 'Foreign' }],
  user: ['identity.users', person('x')],
  owner: ['identity.users', person('owner')],
  serviceAccount: [
    'identity.users',
    { ...person('bot'), email_verified_at: null, is_service_account: true },
  ],
  role: [
    'identity.custom_roles',
    {
      ...ofOrganization,
      name: 'Foreign',
      name_key: 'foreign',
      description: '',
      rank: 'EMPLOYEE',
      permissions: ['user:read'],
      updated_at: now,
    },
  ],
  group: [
    'identity.groups',
    {
      ...ofOrganization,
      name: 'Foreign',
      name_key: 'foreign',
      description: '',
      permissions: ['user:read'],
      updated_at: now,
    },
  ],
  session: [
    'identity.sessions',
    {
      ...ofUser,
      ...device,
      organization_id: foreign.organization,
      methods: ['pwd'],
      authenticated_at: now,
      last_seen_at: now,
      expires_at: later,
    },
  ],
  invitation: [
    'identity.invitations',
    {
      ...ofOrganization,
      email: 'y@foreign.test',
      email_key: 'y@foreign.test',
      role: 'EMPLOYEE',
      token_hash: bytes(),
      invited_by: foreign.owner,
      sent_at: new Date(0),
      expires_at: later,
    },
  ],
  import: [
    'identity.imports',
    {
      ...ofOrganization,
      created_by: foreign.owner,
      dry_run: false,
      invite: false,
      state: 'finished',
      updated_at: now,
      finished_at: now,
    },
  ],
  apiKey: ['identity.api_keys', key(foreign.user)],
  serviceAccountKey: ['identity.api_keys', key(foreign.serviceAccount)],
  connection: [
    'identity.connections',
    { ...ofUser, provider: 'acme', issuer: 'https://foreign.test', subject: 'x' },
  ],
  emailAddress: [
    'identity.email_addresses',
    {
      user_id: foreign.user,
      email: 'z@foreign.test',
      email_key: 'z@foreign.test',
      confirmed_at: now,
    },
  ],
  passkey: [
    'identity.passkeys',
    {
      ...ofUser,
      name: 'Foreign',
      credential_id: bytes(),
      public_key: bytes(),
      counter: 0,
      transports: [],
      synced: false,
    },
  ],
  authenticator: [
    'identity.totp_authenticators',
    { ...ofUser, secret: bytes(), confirmed_at: now, name: 'Foreign' },
  ],
  trustedDevice: [
    'identity.trusted_devices',
    { ...ofUser, ...device, token_hash: bytes(), expires_at: later },
  ],
  webhook: [
    'webhooks.endpoints',
    {
      ...ofOrganization,
      url: 'https://foreign.test/hook',
      description: '',
      event_types: ['user.created'],
      status: 'enabled',
      secret: bytes(),
      updated_at: now,
    },
  ],
  webhookDelivery: [
    'webhooks.deliveries',
    {
      endpoint_id: foreign.webhook,
      event_id: randomUUID(),
      event_type: 'user.created',
      payload: '{}',
      state: 'failed',
      next_attempt_at: later,
      created_at: now,
    },
  ],
  webhookRecovery: [
    'webhooks.recoveries',
    {
      endpoint_id: foreign.webhook,
      since: now,
      until: later,
      // It has an end, or it would be worked on; and one could see that it was cancelled.
      state: 'running',
      finished_at: now,
      started_by: foreign.owner,
      created_at: now,
    },
  ],
  notification: [
    'notifications.notifications',
    {
      ...ofUser,
      organization_id: foreign.organization,
      category: 'messages',
      title: 'Foreign',
      body: 'Foreign',
      shown_at: now,
    },
  ],
  notice: [
    'notifications.notices',
    {
      ...ofOrganization,
      category: 'messages',
      user_ids: `{${foreign.user}}`,
      content: { subject: 'Foreign', text: 'Foreign' },
      // Given up: one could see that it was told after all.
      next_attempt_at: now,
      failed_at: now,
    },
  ],
  notificationDelivery: [
    'notifications.deliveries',
    {
      ...ofUser,
      organization_id: foreign.organization,
      category: 'messages',
      channel: 'email',
      address: 'x@foreign.test',
      address_key: 'x@foreign.test',
      subject: 'Foreign',
      html: 'Foreign',
      text: 'Foreign',
      state: 'bounced',
      awaits_address: false,
      due_at: now,
      updated_at: now,
    },
  ],
};

const memberships = [
  [foreign.user, 'EMPLOYEE'],
  [foreign.owner, 'BOSS'],
  [foreign.serviceAccount, 'EMPLOYEE'],
] as const;

/** Founds the foreign organization in a database, with one thing of every kind. */
export async function foundForeignTenant(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const insert = async (table: string, row: Row) => {
    const places = Object.keys(row).map((_column, index) => `$${index + 1}`);
    await client.query(
      `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${places.join(', ')})`,
      Object.values(row),
    );
  };
  for (const [thing, [table, row]] of Object.entries(things))
    await insert(table, { id: foreign[thing as ForeignThing], ...row });
  for (const [user_id, role] of memberships)
    await insert('identity.memberships', { ...ofOrganization, user_id, role });
  await insert('identity.group_members', {
    ...ofOrganization,
    group_id: foreign.group,
    user_id: foreign.user,
  });
  await insert('notifications.addresses', {
    channel: 'email',
    address_key: 'x@foreign.test',
    next_message_at: now,
    suppressed_at: now,
    suppressed_for: 'bounced',
    suppression_id: foreign.suppression,
  });
  await client.end();
}

/** Everything the foreign organization has, to see whether anything changed. */
export async function readForeignTenant(url: string): Promise<Record<string, unknown>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const rows = async (table: string, column: string, value: string) =>
    (await client.query(`SELECT * FROM ${table} t WHERE ${column} = $1 ORDER BY t::text`, [value]))
      .rows;
  const found: Record<string, unknown> = {};
  for (const [thing, [table]] of Object.entries(things))
    found[thing] = await rows(table, 'id', foreign[thing as ForeignThing]);
  // Nothing is added to it, either.
  for (const table of [
    'identity.memberships',
    'identity.group_members',
    'identity.api_keys',
    'notifications.deliveries',
  ])
    found[table] = await rows(table, 'organization_id', foreign.organization);
  found.webhookDeliveries = await rows('webhooks.deliveries', 'endpoint_id', foreign.webhook);
  found.webhookRecoveries = await rows('webhooks.recoveries', 'endpoint_id', foreign.webhook);
  found.suppression = await rows('notifications.addresses', 'address_key', 'x@foreign.test');
  await client.end();
  return found;
}

import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from './config.js';

const safe = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://id.example.com',
  SMTP_URL: 'smtp://mail.example.com',
  GATEHOUSE_MAIL_FROM: 'Example <no-reply@example.com>',
  GATEHOUSE_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
};
type Environment = Readonly<Record<string, string | undefined>>;

/** What the start says of the settings; empty where it takes them. */
function complaintOf(environment: Environment): string {
  try {
    loadConfig(environment);
    return '';
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

describe('settings', () => {
  const unsafe: readonly (readonly [string, Environment, RegExp])[] = [
    ['no public address', { PUBLIC_URL: undefined }, /PUBLIC_URL must be set/],
    [
      'a public address without TLS',
      { PUBLIC_URL: 'http://id.example.com' },
      /PUBLIC_URL must begin with https:\/\//,
    ],
    ['no mail server', { SMTP_URL: undefined }, /SMTP_URL must be set/],
    ['a sender of nowhere', { GATEHOUSE_MAIL_FROM: undefined }, /GATEHOUSE_MAIL_FROM must be set/],
    [
      'no key',
      { GATEHOUSE_ENCRYPTION_KEYS: undefined },
      /GATEHOUSE_ENCRYPTION_KEYS must be set.*openssl rand -base64 32/,
    ],
    [
      'no rate limits',
      { GATEHOUSE_RATE_LIMITS: 'false' },
      /GATEHOUSE_RATE_LIMITS=false.*refused in production/,
    ],
  ];

  it('of production mode are taken when they are safe', () => {
    expect(complaintOf(safe)).toBe('');
  });

  it('RABBITMQ_URL takes one node, or several separated by commas', () => {
    const nodes = (RABBITMQ_URL: string) => loadConfig({ RABBITMQ_URL }).RABBITMQ_URL;
    const [one, other] = ['amqps://u:p@one.example/v', 'amqps://u:p%2C@two.example/v'];
    expect(nodes(one)).toEqual([one]);
    expect(nodes(`${one}, ${other}`)).toEqual([one, other]);
    expect(loadConfig({}).RABBITMQ_URL).toBeUndefined();
    for (const wrong of ['http://one.example', `${one},two.example`, 'amqp://u:p,@one.example'])
      expect(complaintOf({ RABBITMQ_URL: wrong })).toMatch(/RABBITMQ_URL must be amqp/);
  });

  it.each(unsafe)('production mode refuses %s, and says what to do', (_what, change, message) => {
    const complaint = complaintOf({ ...safe, ...change });
    expect(complaint).toMatch(message);
    // One thing is wrong, so one is named.
    expect(complaint.split('\n')).toHaveLength(1);
  });

  it.each(unsafe)('development mode takes %s', (_what, change) => {
    expect(complaintOf({ ...safe, ...change, NODE_ENV: 'development' })).toBe('');
  });

  it('may be read from files, also where a name ends so by itself; others are not known', () => {
    expect(complaintOf({ ...safe, GATEHOUSE_GEOIP_FILE: '/srv/city.mmdb' })).toBe('');
    for (const name of ['GATEHOUSE_GEOIP', 'GATEHOUSE_NOTHING_FILE'])
      expect(complaintOf({ ...safe, [name]: '/srv/x' })).toContain(`${name} is not a setting`);
  });

  it('that say nothing without each other are taken together or not at all', () => {
    const account = { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 'secret' };
    const service = { TWILIO_MESSAGING_SERVICE_SID: `MG${'0'.repeat(32)}` };
    for (const sender of [{ TWILIO_FROM: 'Example' }, service]) {
      expect(complaintOf({ ...safe, ...account, ...sender })).toBe('');
      expect(complaintOf({ ...safe, ...sender })).toMatch(/must be set together/);
    }
    expect(complaintOf({ ...safe, ...account })).toMatch(/TWILIO_FROM or \S+ must be set together/);
  });

  it('that are unsafe are all named at once', () => {
    const complaint = complaintOf({ NODE_ENV: 'production', GATEHOUSE_RATE_LIMITS: 'false' });
    for (const name of ['PUBLIC_URL', 'SMTP_URL', 'GATEHOUSE_ENCRYPTION_KEYS', 'GATEHOUSE_RATE'])
      expect(complaint).toContain(name);
  });

  it.each([
    ['PORT', 'many'],
    ['GATEHOUSE_RATE_API', 'often'],
    ['GATEHOUSE_BODY_LIMIT', '1'],
    ['GATEHOUSE_NO_SUCH_SETTING', 'x'],
    ['NODE_ENV', 'prod'],
  ])('%s=%s is refused by name', (name, value) => {
    expect(complaintOf({ ...safe, [name]: value })).toContain(name);
  });

  it.each(['EMAIL', 'PASSWORD'])('that name the first owner by %s alone are refused', (half) => {
    const alone = { [`GATEHOUSE_ADMIN_${half}`]: 'ada@example.com' };
    expect(() => loadConfig(alone)).toThrow(
      'GATEHOUSE_ADMIN_EMAIL and GATEHOUSE_ADMIN_PASSWORD must be set together, or none of them.',
    );
  });

  it('that are secret are not repeated', () => {
    expect(complaintOf({ ...safe, GATEHOUSE_ENCRYPTION_KEYS: 'k1:secret-canary' })).not.toContain(
      'secret-canary',
    );
  });
});

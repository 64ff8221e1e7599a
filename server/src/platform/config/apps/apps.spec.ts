import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../config.js';
import { worksFor } from './apps.js';

const shared = {
  DATABASE_URL: 'postgres://gatehouse@db.example.com/gatehouse',
  PUBLIC_URL: 'https://id.example.com',
  GATEHOUSE_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
};
const configOf = (app: string, more: Readonly<Record<string, string>> = {}) =>
  loadConfig({ ...shared, GATEHOUSE_APP: app, ...more });

describe('apps', () => {
  it.each([
    ['all', {}, ['main', 'notifications']],
    ['api', {}, []],
    ['worker', {}, ['main', 'notifications']],
    ['worker', { GATEHOUSE_WORKER_LEAVES: 'notifications' }, ['main']],
    ['notifications', {}, ['notifications']],
    // A setting of workers; no work is left undone where nobody else does it.
    ['all', { GATEHOUSE_WORKER_LEAVES: 'notifications' }, ['main', 'notifications']],
    ['migrate', {}, []],
  ])('do their tiers of background work: %s %j', (app, more, tiers) => {
    expect(configOf(app, more).tiers).toEqual(tiers);
  });

  it('send mails where people are notified', () => {
    const split = { GATEHOUSE_WORKER_LEAVES: 'notifications' };
    expect(worksFor(configOf('worker', split), 'mails')).toBe(false);
    expect(worksFor(configOf('notifications'), 'mails')).toBe(true);
    expect(worksFor(configOf('notifications'), 'audit')).toBe(false);
  });

  it.each([
    ['all', 3000, 'gatehouse'],
    ['api', 3000, 'gatehouse-api'],
    ['notifications', 3003, 'gatehouse-notifications'],
    ['worker', 3005, 'gatehouse-worker'],
  ])('have a port and a name of their own: %s', (app, port, name) => {
    expect(configOf(app)).toMatchObject({ PORT: port, GATEHOUSE_SERVICE_NAME: name });
    expect(configOf(app, { PORT: '1', GATEHOUSE_SERVICE_NAME: 'x' })).toMatchObject({
      PORT: 1,
      GATEHOUSE_SERVICE_NAME: 'x',
    });
  });

  it.each(['api', 'worker', 'notifications'])('refuse what would not be shared: %s', (app) => {
    expect(() => loadConfig({ GATEHOUSE_APP: app })).toThrow(ConfigError);
    for (const name of Object.keys(shared))
      expect(() => configOf(app, { [name]: '' })).toThrow(
        new RegExp(`^${name} must be set for GATEHOUSE_APP=${app}`),
      );
  });

  it('migrate without more than a database', () => {
    const { DATABASE_URL } = shared;
    expect(loadConfig({ GATEHOUSE_APP: 'migrate', DATABASE_URL }).tiers).toEqual([]);
    expect(() => loadConfig({ GATEHOUSE_APP: 'migrate' })).toThrow('DATABASE_URL must be set');
  });

  it.each([
    ['GATEHOUSE_APP', 'gateway'],
    ['GATEHOUSE_WORKER_LEAVES', 'audit'],
  ])('%s=%s is refused by name', (name, value) => {
    expect(() => configOf('worker', { [name]: value })).toThrow(name);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { describeWith } from '../server/test/harness/servers/describe-with.js';

let gatehouse: RunningGatehouse;
beforeAll(async () => {
  gatehouse = await startGatehouse();
});
afterAll(() => gatehouse.stop());

const exposition = async () => (await fetch(`${gatehouse.url}/metrics`)).text();

describe('health', () => {
  it('tells whether the process lives, and whether it can serve', async () => {
    for (const path of ['/health/live', '/health/ready', '/health'])
      expect((await fetch(gatehouse.url + path)).status, path).toBe(200);
  });
});

describeWith('promtool', 'metrics, as Prometheus reads them', () => {
  it('are well formed and well named', async () => {
    await new Api(gatehouse.url).newPerson('promtool@example.com');
    const text = await exposition();
    expect(text).toContain('http_request_duration_seconds_bucket');
    // Of Node itself the names are prom-client's.
    // And those of the cache are S3's, without `_total` (C46).
    const foreign = /^(# (HELP|TYPE) )?(nodejs_|cache_)/;
    const own = text.split('\n').filter((line) => !foreign.test(line));
    const input = own.join('\n');
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input,
      encoding: 'utf8',
    });
    expect({ status, said: `${stdout}${stderr}` }).toEqual({ status: 0, said: '' });
  });
});

describeWith('promtool', 'the rules for Prometheus in the documentation', () => {
  const page = readFileSync(new URL('../docs/operations/running.md', import.meta.url), 'utf8');
  const rules = /```yaml\n(groups:[^`]*)```/.exec(page)?.[1] ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const test = (metric: string, values: string, alerts: readonly object[], alert: string) => ({
    interval: '1m',
    input_series: [{ series: `${metric}{budget="country"}`, values }],
    alert_rule_test: [{ eval_time: '20m', alertname: alert, exp_alerts: alerts }],
  });

  it.each([
    ['GatehouseSmsBudgetUsedUp', 'message_codes_refused_total'],
    ['GatehouseNotificationTextsWait', 'notification_texts_put_off_total'],
  ])('%s tells of the first message and of further ones, and ends', (alert, metric) => {
    writeFileSync(join(folder, 'rules.yml'), rules);
    const summary = new RegExp(`${alert}[^]*?summary: (.*)`).exec(rules)?.[1];
    const told = [{ exp_labels: { budget: 'country' }, exp_annotations: { summary } }];
    const tests = [
      test(metric, '_x18 1x10', told, alert),
      test(metric, '1x18 2x10', told, alert),
      test(metric, '1x40', [], alert),
    ];
    // YAML reads JSON.
    const file = { rule_files: ['rules.yml'], evaluation_interval: '1m', tests };
    writeFileSync(join(folder, 'test.yml'), JSON.stringify(file));
    const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', 'test.yml'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ status, said: `${stdout}${stderr}` }).toMatchObject({ status: 0 });
  });
});

describe('metrics', () => {
  /** Looks a number up by how its line begins; 0 where nothing was counted yet. */
  async function scrape(): Promise<(line: string) => number> {
    const lines = (await exposition()).split('\n');
    return (begin) => Number(lines.find((line) => line.startsWith(begin))?.split(' ')[1] ?? 0);
  }

  it('tell how much waits in each queue', async () => {
    const text = await exposition();
    expect(text).toMatch(/^events_backlog\{address="audit",/m);
    for (const queue of ['jobs', 'mails', 'webhooks', 'notifications'])
      expect(text).toMatch(new RegExp(`^${queue}_waiting\\{.*\\} \\d+$`, 'm'));
    expect(text).toMatch(/^cache_hits\{/m);
  });

  it('count sign-ins, refreshes and second factors by outcome', async () => {
    const api = new Api(gatehouse.url);
    const before = await scrape();
    const { access, refresh } = await api.newPerson('metrics@example.com');
    await api.signIn('metrics@example.com', 'not the password at all');
    await api.refresh(refresh);
    await api.refresh('x'.repeat(43));
    const { backupCodes } = await api.turnOnTotp(access);
    for (const code of ['AAAA-AAAA-AAAA-AAAA', backupCodes[0]]) {
      const { body } = await api.signIn('metrics@example.com');
      await api.call('POST', '/auth/2fa/verify', {
        body: { tempToken: body.tempToken, method: 'backup_code', code },
      });
    }
    const after = await scrape();
    for (const [metric, label, outcome] of [
      ['auth_attempts_total', 'method="password"', 'success'],
      ['auth_attempts_total', 'method="password"', 'failure'],
      ['auth_attempts_total', 'method="refresh"', 'success'],
      ['auth_attempts_total', 'method="refresh"', 'failure'],
      ['auth_attempts_total', 'method="backup_code"', 'success'],
      ['auth_attempts_total', 'method="backup_code"', 'failure'],
      ['two_factor_attempts_total', 'operation="enable"', 'success'],
      ['two_factor_attempts_total', 'operation="verify"', 'failure'],
    ]) {
      const line = `${metric}{${label},outcome="${outcome}"`;
      expect(after(line) - before(line), line).toBe(1);
    }
    expect(after('active_sessions')).toBeGreaterThan(0);
  });

  it('count what tells of an attack: failures by reason, delays, reuse, and ways in by mail', async () => {
    const api = new Api(gatehouse.url);
    const email = 'counted@example.com';
    const before = await scrape();
    await api.register(email);
    const { refresh } = await api.tokensOf(email);
    const child = String((await api.refresh(refresh)).body.refreshToken);
    await api.refresh(child);
    await api.refresh(refresh);
    await api.call('POST', '/auth/password/forgot', { body: { email } });
    const body = { token: await api.linkFor(email), newPassword: `${password} again` };
    expect((await api.call('POST', '/auth/password/reset', { body })).status).toBe(204);
    for (let failure = 0; failure < 5; failure += 1) await api.signIn(email);
    expect((await api.signIn(email)).status).toBe(429);
    const after = await scrape();
    for (const [line, count] of [
      ['sign_in_failures_total{reason="wrong_credentials"', 5],
      ['sign_in_failures_total{reason="delayed"', 1],
      ['lockouts_total{proof="password"', 1],
      ['refresh_token_reuses_total{', 1],
      ['registrations_total{', 1],
      ['password_resets_total{stage="requested"', 1],
      ['password_resets_total{stage="done"', 1],
    ] as const)
      expect(after(line) - before(line), line).toBe(count);
    expect(after('password_hash_queue_length')).toBe(0);
  });
});

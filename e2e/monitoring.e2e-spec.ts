import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
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

/** What Prometheus' own tester says of the rules on a page of the documentation. */
async function tryRules(page: string, tests: readonly object[]) {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-rules-'));
  try {
    const url = new URL(`../docs/operations/${page}`, import.meta.url);
    const rules = /```yaml\n(groups:[^]*?)```/.exec(await readFile(url, 'utf8'))?.[1] ?? '';
    await writeFile(path.join(folder, 'rules.yml'), rules);
    // JSON is YAML.
    const cases = { rule_files: ['rules.yml'], evaluation_interval: '1m', tests };
    await writeFile(path.join(folder, 'cases.yml'), JSON.stringify(cases));
    const options = { cwd: folder, encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync(
      'promtool',
      ['test', 'rules', 'cases.yml'],
      options,
    );
    return { status, said: `${stdout}${stderr}` };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const firing = (alert: string) => `count(ALERTS{alertname="${alert}",alertstate="firing"})`;
/** Whether an alert fires at a time. */
const at = (eval_time: string, alert: string, fires: boolean) => ({
  eval_time,
  expr: firing(alert),
  exp_samples: fires ? [{ labels: '{}', value: 1 }] : [],
});
const caseOf = (series: string, values: string, promql_expr_test: readonly object[]) => ({
  interval: '1m',
  input_series: [{ series, values }],
  promql_expr_test,
});

describeWith('promtool', 'the rules that the documentation gives', () => {
  it.each([
    ['jobs_failed', 'GatehouseGaveUp'],
    ['events_parked', 'GatehouseGaveUp'],
    ['rabbitmq_dead_letters', 'GatehouseDeadLetters'],
  ])('fire where %s stays above zero, and not before', async (metric, alert) => {
    const tests = [caseOf(metric, '1x10', [at('4m', alert, false), at('6m', alert, true)])];
    expect(await tryRules('growing.md', tests)).toMatchObject({ status: 0 });
  });

  it.each([
    ['GatehouseSmsBudgetUsedUp', 'message_codes_refused_total'],
    ['GatehouseNotificationTextsWait', 'notification_texts_put_off_total'],
  ])('%s tells of the first message and of further ones, and ends', async (alert, metric) => {
    const series = `${metric}{budget="country"}`;
    const tests = [
      caseOf(series, '_x18 1x10', [at('20m', alert, true)]),
      caseOf(series, '1x18 2x10', [at('20m', alert, true)]),
      caseOf(series, '1x40', [at('20m', alert, false)]),
    ];
    expect(await tryRules('running.md', tests)).toMatchObject({ status: 0 });
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

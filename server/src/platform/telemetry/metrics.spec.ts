import { describe, expect, it } from 'vitest';
import { PrometheusMetrics } from './prometheus-metrics.js';

const open = () => new PrometheusMetrics({ service: 'test', process: false });
const textOf = async (metrics: PrometheusMetrics) => (await metrics.exposition()).text;

describe('PrometheusMetrics', () => {
  it('counts requests and their durations by route', async () => {
    const metrics = open();
    const meter = metrics.route('GET', '/users/:id');
    meter.observe(200, 0.003);
    meter.observe(200, 0.3);
    meter.observe(404, 0.001);
    meter.error('not_found');
    const text = await textOf(metrics);
    expect(text).toContain(
      'http_requests_total{method="GET",route="/users/:id",status="200",service="test"} 2',
    );
    expect(text).toContain(
      'http_request_duration_seconds_bucket{le="0.005",method="GET",route="/users/:id",service="test"} 2',
    );
    const labels = 'method="GET",route="/users/:id",service="test"';
    expect(text).toContain(`http_request_duration_seconds_bucket{le="0.001",${labels}} 1`);
    expect(text).toContain(`http_request_duration_seconds_bucket{le="+Inf",${labels}} 3`);
    expect(text).toContain(`http_request_duration_seconds_sum{${labels}} 0.304`);
    expect(text).toContain(`http_request_duration_seconds_count{${labels}} 3`);
    expect(text).toContain('# TYPE http_request_duration_seconds histogram');
    expect(text).toContain('# TYPE http_requests_total counter');
    expect(text).toContain(
      'http_errors_total{endpoint="/users/:id",code="not_found",service="test"} 1',
    );
  });

  it('counts sign-ins and second factors', async () => {
    const metrics = open();
    metrics.authAttempt({ method: 'password', outcome: 'success' });
    metrics.authAttempt({ method: 'social', outcome: 'failure' });
    metrics.authAttempt({ method: 'magic_link', outcome: 'success' });
    metrics.twoFactorAttempt({ operation: 'verify', outcome: 'failure' });
    metrics.twoFactorAttempt({ operation: 'enable', outcome: 'failure' });
    const text = await textOf(metrics);
    expect(text).toContain(
      'auth_attempts_total{method="password",outcome="success",service="test"} 1',
    );
    expect(text).toContain('{method="social",outcome="failure",service="test"} 1');
    expect(text).toContain('{method="magic_link",outcome="success",service="test"} 1');
    expect(text).toContain(
      'two_factor_attempts_total{operation="enable",outcome="failure",service="test"} 1',
    );
    expect(text).toContain('two_factor_failures_total{service="test"} 1');
  });

  it('reads sessions and connections at a scrape, and survives a source that fails', async () => {
    const metrics = open();
    metrics.observeActiveSessions(() => Promise.resolve(7));
    metrics.observeDatabase({ totalCount: 5, idleCount: 3, waitingCount: 1 });
    metrics.gauge('broken', 'Never works', () => Promise.reject(new Error('no')));
    const text = await textOf(metrics);
    expect(text).toContain('active_sessions{service="test"} 7');
    expect(text).toContain('db_connections{state="active",service="test"} 2');
    expect(text).toContain('db_connections{state="waiting",service="test"} 1');
  });

  it('keeps the number of series bounded whatever it is told', async () => {
    const metrics = open();
    for (let count = 0; count < 1000; count++) {
      metrics.route(`VERB${count}`, 'unmatched').observe(404, 0.001);
      metrics.route('GET', '/users').error(`code-${count}`);
      metrics.authAttempt({ method: `m${count}` as never, outcome: `o${count}` as never });
    }
    const text = await textOf(metrics);
    expect(
      text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length,
    ).toBeLessThan(40);
    expect(text).toContain('http_requests_total{method="other",route="unmatched",status="404"');
  });

  it('lets a module count its own', async () => {
    const metrics = open();
    const count = metrics.counter('cache_hits_total', 'Cache hits', ['cache']);
    count({ cache: 'sessions' });
    expect(await textOf(metrics)).toContain('cache_hits_total{cache="sessions",service="test"} 1');
  });
});

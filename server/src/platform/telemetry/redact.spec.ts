import { describe, expect, it } from 'vitest';
import { AppError } from '../../kernel/error.js';
import { redact } from './redact.js';

const canary = 'CANARY-7f3a';
const told = (value: unknown): string => JSON.stringify(redact(value)) ?? '';

/** PostgreSQL's error as `pg` throws it. */
function databaseError(code: string, message: string): Error {
  return Object.assign(new Error(message), {
    severity: 'ERROR',
    code,
    detail: `Key (email)=(${canary}) already exists.`,
    where: `PL/pgSQL ${canary}`,
    hint: canary,
    parameters: [canary],
    table: 'users',
    constraint: 'users_email_key',
  });
}

describe('redact', () => {
  it.each([
    'password',
    'newPassword',
    'token',
    'accessToken',
    'refreshToken',
    'refresh_token',
    'tempToken',
    'secret',
    'clientSecret',
    'code',
    'authorization',
    'Authorization',
    'proxy-authorization',
    'cookie',
    'set-cookie',
    'x-csrf-token',
    'x-api-key',
    'otpauthUrl',
    'backupCodes',
    'qrCode',
    'body',
    'query',
    'html',
  ])('hides the value under %s at any depth', (name) => {
    expect(told({ [name]: canary })).not.toContain(canary);
    expect(told({ a: [{ b: { [name]: [canary] } }] })).not.toContain(canary);
    expect(told({ a: new Map([[name, canary]]) })).not.toContain(canary);
    expect(told([[name, canary]])).not.toContain(canary);
  });

  it('hides a code of six digits and keeps the code of an error', () => {
    expect(redact({ code: '123456' })).toEqual({ code: '[redacted]' });
    expect(redact({ code: 123456 })).toEqual({ code: '[redacted]' });
    expect(redact({ code: 'invalid_code' })).toEqual({ code: 'invalid_code' });
  });

  it('hides headers in every form they come in', () => {
    expect(told({ headers: new Headers({ authorization: canary, cookie: canary }) })).not.toContain(
      canary,
    );
    expect(told({ rawHeaders: ['Host', 'x', 'Cookie', canary] })).not.toContain(canary);
  });

  it.each([
    `GET /reset?token=${canary} failed`,
    `https://example.com/reset?token=${canary}`,
    `https://example.com/#${canary}`,
    `Bearer ${canary}`,
    `postgres://user:${canary}@db/gatehouse`,
    `otpauth://totp/x?secret=${canary}`,
    `{"password":"${canary}"}`,
    `{"code":"${canary}"}`,
    `password=${canary}&x=1`,
    `refreshToken: ${canary}`,
    `gh_live_${canary.replaceAll('-', '')}`,
    `data:image/png;base64,${canary.replaceAll('-', '')}`,
  ])('takes secrets out of the text %s', (text) => {
    const plain = canary.replaceAll('-', '');
    for (const value of [text, [text], { a: text }, new Error(text), { [text]: 1 }]) {
      expect(told(value)).not.toContain(canary);
      expect(told(value)).not.toContain(plain);
    }
  });

  it('takes codes and signed tokens out of a text', () => {
    expect(told('Your code is 493817.')).not.toContain('493817');
    expect(told('got eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln')).not.toContain('eyJzdWIi');
  });

  it('describes database errors without what people sent', () => {
    const text = told(databaseError('23505', 'duplicate key value violates unique constraint'));
    expect(text).not.toContain(canary);
    expect(text).toContain('users_email_key');
    expect(text).toContain('23505');
    const invalid = databaseError('22P02', `invalid input syntax for type uuid: "${canary}"`);
    expect(told(invalid)).not.toContain(canary);
  });

  it("describes a query builder's errors without the query's parameters", () => {
    const failed = Object.assign(
      new Error(`Failed query: insert into users\nparams: ${canary}`, {
        cause: databaseError('23505', 'duplicate key'),
      }),
      { query: 'insert into users', params: [canary] },
    );
    const text = told({ error: new AppError('internal', { cause: failed }) });
    expect(text).not.toContain(canary);
    expect(text).toContain('users_email_key');
  });

  it('follows causes and aggregates, and drops what libraries hang on their errors', () => {
    const inner = Object.assign(new Error(`token=${canary}`), { config: { auth: canary } });
    const error = new AggregateError([inner], 'all failed', { cause: inner });
    expect(told(error)).not.toContain(canary);
    expect(told(error)).toContain('all failed');
  });

  it('bounds circles, depth, length and odd values', () => {
    const circle: Record<string, unknown> = { name: 'x'.repeat(10_000), big: 1n, at: new Date(0) };
    circle.self = circle;
    let deep: unknown = 1;
    for (let level = 0; level < 50; level++) deep = { deep };
    expect(told({ circle, deep, bytes: Buffer.from(canary) }).length).toBeLessThan(6000);
    expect(redact(circle)).toMatchObject({ self: '[circular]', at: '1970-01-01T00:00:00.000Z' });
  });

  it('leaves ordinary facts alone', () => {
    const facts = { userId: '0199', count: 3, ok: true, none: null, list: ['a', 'b'] };
    expect(redact(facts)).toEqual(facts);
  });
});

import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '@gatehouse/contracts/audit';
import { events } from '@gatehouse/contracts/events';
import { sentenceOf } from './sentences';

const names = new Map([
  ['1', 'Ada Lovelace'],
  ['2', 'Grace Hopper'],
]);
const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null));
const tell = (
  action: string,
  actorId: string | null,
  details: AuditEntry['details'] & { userId?: string },
) =>
  sentenceOf({
    action,
    actorId,
    actorName: nameOf(actorId),
    affectedId: details.userId ?? null,
    affectedName: nameOf(details.userId ?? null),
    details,
  });

describe('audit sentences', () => {
  it('name who did what to whom', () => {
    expect(tell('user.role_changed', '1', { userId: '2', from: 'EMPLOYEE', to: 'MANAGER' })).toBe(
      'Ada Lovelace changed Grace Hopper from employee to manager',
    );
    expect(
      tell('user.registered', '1', { userId: '2', firstName: 'Grace', lastName: 'Hopper' }),
    ).toBe('Ada Lovelace added Grace Hopper');
    expect(tell('session.ended', '1', { userId: '1', count: 1, reason: 'revoked' })).toBe(
      'Ada Lovelace ended a session (ended by hand)',
    );
    expect(
      tell('session.ended', '1', { userId: '2', count: 3, reason: 'account_deactivated' }),
    ).toBe("Ada Lovelace ended 3 of Grace Hopper's sessions (the account was deactivated)");
  });

  it('fall back to the address, to "somebody" and to the name of an unknown kind', () => {
    expect(tell('user.login', '9', { userId: '9', email: 'x@y.test', method: 'password' })).toBe(
      'x@y.test signed in with a password',
    );
    expect(tell('user.login', '1', { userId: '1', method: 'pwd+otp' })).toBe(
      'Ada Lovelace signed in with a password and an authenticator app',
    );
    expect(tell('user.deleted', null, { userId: '9' })).toBe('Somebody deleted a person');
    const reason = 'refresh_token_reused';
    expect(tell('session.ended', null, { userId: '2', count: 1, reason })).toBe(
      'A session of Grace Hopper ended (a used token came back)',
    );
    expect(tell('user.deleted', '1', { userId: '9' })).toBe('Ada Lovelace deleted somebody');
    expect(tell('password.reset_requested', null, { userId: '2' })).toBe(
      'A password reset was asked for Grace Hopper',
    );
    const gone = { url: 'https://hook.test/', reason: 'gone' };
    expect(tell('webhook.disabled', null, gone)).toBe(
      'The webhook https://hook.test/ was switched off: its address says that it is gone',
    );
    expect(tell('course.finished', '1', {})).toBe('course.finished');
  });

  it('exist for every kind of event', () => {
    const silent = Object.values(events).filter(
      ({ type, summary }) => tell(type, '1', { userId: '2' }) === summary,
    );
    expect(silent).toEqual([]);
  });
});

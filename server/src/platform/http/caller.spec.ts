import { describe, expectTypeOf, it } from 'vitest';
import { auditRoutes } from '@gatehouse/contracts/audit';
import { apiKeyRoutes } from '@gatehouse/contracts/identity/api-keys';
import { sessionRoutes } from '@gatehouse/contracts/identity/sessions';
import { signInRoutes } from '@gatehouse/contracts/identity/sign-in';
import { twoFactorRoutes } from '@gatehouse/contracts/identity/two-factor';
import type { SessionsService } from '../../modules/identity/sessions/sessions.service.js';
import type { Caller, KeyCaller, SessionCaller } from './caller.js';
import type { Input } from './route.decorator.js';

// Checked by the compiler: `npm run check:types`.
describe('who may call a route', () => {
  it('is a person where the route is about their own account', () => {
    expectTypeOf<Input<typeof sessionRoutes.list>['caller']>().toEqualTypeOf<SessionCaller>();
    expectTypeOf<Input<typeof apiKeyRoutes.create>['caller']>().toEqualTypeOf<SessionCaller>();
    expectTypeOf<Input<typeof twoFactorRoutes.status>['caller']>().toEqualTypeOf<SessionCaller>();
  });

  it('may be a key where the route asks for a permission, and is nobody where it is public', () => {
    expectTypeOf<Input<typeof auditRoutes.list>['caller']>().toEqualTypeOf<Caller>();
    expectTypeOf<Input<typeof signInRoutes.login>['caller']>().toBeNull();
  });

  it('is never a key for what ends sessions', () => {
    expectTypeOf<KeyCaller>().not.toExtend<Parameters<SessionsService['revokeAll']>[0]>();
    expectTypeOf<Caller>().not.toExtend<Parameters<SessionsService['revoke']>[0]>();
    expectTypeOf<KeyCaller>().not.toHaveProperty('sessionId');
  });
});

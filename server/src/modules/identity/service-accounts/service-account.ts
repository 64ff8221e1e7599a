import type { ServiceAccount } from '@gatehouse/contracts/identity/service-accounts';
import type { Account } from '../users/account.js';

/** What the API shows of a service account. */
export const toServiceAccount = (account: Account): ServiceAccount => ({
  id: account.id,
  name: account.firstName,
  isActive: account.isActive,
  role: account.role ?? 'EMPLOYEE',
  customRole: account.customRole,
  createdAt: account.createdAt.toISOString(),
  updatedAt: account.updatedAt.toISOString(),
});

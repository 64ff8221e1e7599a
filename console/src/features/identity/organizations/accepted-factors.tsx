import type { OrganizationPolicies } from '@gatehouse/contracts/identity/policies';
import { acceptableFactors, type AcceptableFactor, roles } from '@gatehouse/contracts/permissions';
import { CheckList } from '../../../ui/check-list';
import { roleNames } from '../users/role-badge';

type Accepted = OrganizationPolicies['acceptedFactors'];

const names: Record<AcceptableFactor, string> = {
  passkey: 'Passkey, always',
  totp: 'Authenticator app',
  sms_code: 'Code by SMS',
  email_code: 'Code by mail',
};

interface AcceptedFactorsProps {
  value: Accepted;
  onChange: (value: Accepted) => void;
}

/** Which second factors count, by role. */
export const AcceptedFactors = ({ value, onChange }: AcceptedFactorsProps) => (
  <fieldset className="grid gap-3">
    <legend className="mb-2 text-[0.8125rem] font-medium">Second factors that count</legend>
    <div className="grid items-start gap-4 sm:grid-cols-3">
      {roles.map((role) => (
        <CheckList
          key={role}
          legend={roleNames[role]}
          options={acceptableFactors.map((method) => ({
            value: method,
            label: names[method],
            fixed: method === 'passkey',
          }))}
          value={value[role] ?? acceptableFactors}
          onChange={(next) => {
            const every = acceptableFactors.every((method) => next.includes(method));
            onChange({ ...value, [role]: every ? null : next });
          }}
        />
      ))}
    </div>
    <p className="text-muted text-[0.8125rem]">
      Whoever must have a second factor and has none that counts turns one on at the next request.
      Yours has to count.
    </p>
  </fieldset>
);

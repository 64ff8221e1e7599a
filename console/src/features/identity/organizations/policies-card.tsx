import { useQuery } from '@tanstack/react-query';
import type { Organization } from '@gatehouse/contracts/identity/organizations';
import type { OrganizationPolicies } from '@gatehouse/contracts/identity/policies';
import { etagOf } from '@gatehouse/contracts/etag';
import { routes } from '@gatehouse/contracts/routes';
import { client } from '../../../api/client';
import { queryClient } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { Card } from '../../../ui/card';
import { Field } from '../../../ui/field';
import { Input } from '../../../ui/input';
import { Loaded } from '../../../ui/loaded';
import { ProblemNote } from '../../../ui/problem-note';
import { Select } from '../../../ui/select';
import { toast } from '../../../ui/toast-store';
import { useContractForm } from '../../../ui/use-contract-form';
import { AcceptedFactors } from './accepted-factors';
import { policiesQuery } from './organizations';
import { PasswordPolicy, toNumber } from './password-policy';
import { SignInMethods } from './sign-in-methods';
import { SecondFactorRoles } from './second-factor-roles';

const listOf = (text: string): string[] => text.split(/[\s,;]+/).filter((part) => part !== '');

const any = { BOSS: null, MANAGER: null, EMPLOYEE: null };

interface PoliciesFormProps {
  organization: Organization;
  policies: OrganizationPolicies;
}

const PoliciesForm = ({ organization, policies }: PoliciesFormProps) => {
  const form = useContractForm({
    contract: routes.policies.replace.body,
    defaultValues: policies,
    send: (body) => client.policies.replace({ body, ifMatch: etagOf(organization.updatedAt) }),
    onDone: (saved) => {
      toast('The policies are saved. They hold from everybody’s next request on.');
      form.reset(saved);
      void queryClient.invalidateQueries({ queryKey: ['organizations'] });
    },
  });
  const { errors, register } = form;
  const domainError = errors.allowedEmailDomains;
  return (
    <form noValidate className="grid max-w-xl gap-5" onSubmit={form.onSubmit}>
      <ProblemNote error={form.problem} />
      <Field
        label="E-mail domains"
        hint="Who may be added or invited, such as example.com; empty for any."
        error={Array.isArray(domainError) ? domainError.find(Boolean)?.message : undefined}
      >
        {(control) => (
          <Input
            spellCheck={false}
            {...control}
            {...register('allowedEmailDomains', { setValueAs: toList })}
          />
        )}
      </Field>
      <Field
        label="Sessions"
        hint="Strict: 12 hours in all, 30 minutes without use; 15 minutes for owners and managers; no trusted devices."
      >
        {(control) => (
          <Select {...control} {...register('sessions')}>
            <option value="standard">Standard</option>
            <option value="strict">Strict</option>
          </Select>
        )}
      </Field>
      <Field
        label="Trusted devices"
        hint="For how long a device may skip the second factor. Of somebody’s organizations the strictest counts."
      >
        {(control) => (
          <Select {...control} {...register('trustedDeviceDays', { setValueAs: toDays })}>
            <option value="">30 days, where not strict</option>
            <option value="0">Never</option>
            {[1, 7, 14, 30].map((days) => (
              <option key={days} value={days}>
                {days === 1 ? 'A day' : `${days} days`}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <SecondFactorRoles
        value={form.watch('secondFactorRoles') ?? []}
        onChange={(value) => form.setValue('secondFactorRoles', value)}
      />
      <AcceptedFactors
        value={{ ...any, ...form.watch('acceptedFactors') }}
        onChange={(value) => form.setValue('acceptedFactors', value)}
      />
      <SignInMethods
        value={form.watch('signInMethods') ?? null}
        error={errors.signInMethods?.message}
        onChange={(value) => form.setValue('signInMethods', value)}
      />
      <PasswordPolicy register={register} errors={errors} />
      <Field
        label="Longest life of API keys, in days"
        hint="Of keys made from now on; empty for any."
        error={errors.apiKeyMaxDays?.message}
      >
        {(control) => (
          <Input
            type="number"
            {...control}
            {...register('apiKeyMaxDays', { setValueAs: toNumber })}
          />
        )}
      </Field>
      <div>
        <Button type="submit" variant="primary" busy={form.busy}>
          Save policies
        </Button>
      </div>
    </form>
  );
};

const toList = (value: string | string[]): string[] =>
  typeof value === 'string' ? listOf(value) : value;

const toDays = (value: string | number | null): number | null =>
  value === '' || value === null ? null : Number(value);

/** What the organization asks of its members. */
export const PoliciesCard = ({ organization }: { organization: Organization }) => {
  const policies = useQuery(policiesQuery);
  return (
    <Card title="Policies" description="They add to what this installation asks for.">
      <Loaded query={policies} rows={3}>
        {(data) => <PoliciesForm organization={organization} policies={data} />}
      </Loaded>
    </Card>
  );
};

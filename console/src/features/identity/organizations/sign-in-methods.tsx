import { useQuery } from '@tanstack/react-query';
import type { SignInMethod } from '@gatehouse/contracts/identity/policies';
import { setupStatusQuery } from '../../../api/queries';
import { CheckList } from '../../../ui/check-list';
import { providersQuery } from '../social/social';

interface SignInMethodsProps {
  /** Null for every way. */
  value: readonly SignInMethod[] | null;
  error: string | undefined;
  onChange: (value: SignInMethod[] | null) => void;
}

/** How people may sign in to the organization: every way, or some. */
export const SignInMethods = ({ value, error, onChange }: SignInMethodsProps) => {
  const links = useQuery(setupStatusQuery).data?.magicLinkEnabled === true;
  const providers = useQuery(providersQuery).data ?? [];
  const options: { value: SignInMethod; label: string }[] = [
    { value: 'password', label: 'Password' },
    { value: 'passkey', label: 'Passkey alone' },
    ...(links ? [{ value: 'magic_link', label: 'Link by mail' } as const] : []),
    ...providers.map(({ id, label }) => ({ value: `social:${id}` as const, label })),
  ];
  const every = options.map((option) => option.value);
  const chosen = value ?? every;
  return (
    <div>
      <CheckList
        legend="Ways to sign in"
        hint="One must remain that you can use yourself. Sessions that have begun go on."
        options={options}
        value={chosen}
        onChange={(next) => onChange(every.every((way) => next.includes(way)) ? null : next)}
      />
      {error && (
        <p role="alert" className="text-danger-text mt-1 text-[0.8125rem]">
          {error}
        </p>
      )}
    </div>
  );
};

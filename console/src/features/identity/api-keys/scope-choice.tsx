import { useId, type ComponentProps } from 'react';
import type { GrantablePermission } from '@gatehouse/contracts/permissions';
import { Checkbox } from '../../../ui/checkbox';
import { usePermissions } from '../application-permissions/application-permissions';

interface ScopeChoiceProps {
  scopes: readonly GrantablePermission[];
  error: string | undefined;
  register: () => ComponentProps<'input'>;
}

/** What a key may do, in the words of the permission catalogue. */
export const ScopeChoice = ({ scopes, error, register }: ScopeChoiceProps) => {
  const id = useId();
  const { wordsOf } = usePermissions();
  return (
    <fieldset className="grid gap-1.5" aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1.5 text-[0.8125rem] font-medium">What it may do</legend>
      <div className="border-line grid gap-px rounded-md border p-1">
        {scopes.map((scope) => (
          <label
            key={scope}
            className="hover:bg-hover flex cursor-pointer items-start gap-2.5 rounded px-2 py-1.5"
          >
            <Checkbox value={scope} className="mt-0.5" {...register()} />
            <span className="min-w-0">
              {wordsOf(scope)}{' '}
              <span className="text-muted font-mono text-xs wrap-anywhere">{scope}</span>
            </span>
          </label>
        ))}
      </div>
      {error && (
        <p id={`${id}-error`} role="alert" className="text-danger-text text-[0.8125rem]">
          Choose at least one.
        </p>
      )}
    </fieldset>
  );
};

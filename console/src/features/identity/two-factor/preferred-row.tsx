import { useMutation } from '@tanstack/react-query';
import { useId } from 'react';
import { secondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import { client } from '../../../api/client';
import { Select } from '../../../ui/select';
import { methodWords } from '../second-factor/methods';
import { refetchFactors, type TwoFactorStatus } from './two-factor';

/** Which method is asked for first, where there is a choice. */
export const PreferredRow = ({ status }: { status: TwoFactorStatus }) => {
  const id = useId();
  const prefer = useMutation({
    mutationFn: (value: string) => {
      const method = secondFactorMethod.safeParse(value).data ?? null;
      return client.twoFactor.prefer({ body: { method } });
    },
    onSettled: refetchFactors,
  });
  const choices = status.methods.filter((method) => method !== 'backup_code');
  if (choices.length < 2) return null;
  return (
    <li className="border-line flex flex-wrap items-center justify-between gap-x-3 gap-y-2 border-t px-4 py-3 sm:px-5">
      <label htmlFor={id}>Ask me first for</label>
      <Select
        id={id}
        className="w-auto"
        value={status.preferred ?? ''}
        onChange={(event) => prefer.mutate(event.target.value)}
      >
        <option value="">the strongest</option>
        {choices.map((method) => (
          <option key={method} value={method}>
            {methodWords[method].name}
          </option>
        ))}
      </Select>
    </li>
  );
};

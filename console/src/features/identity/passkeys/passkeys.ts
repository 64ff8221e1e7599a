import { queryOptions } from '@tanstack/react-query';
import { client } from '../../../api/client';
import { queryClient } from '../../../api/queries';
import { session } from '../../../api/session';
import { refetchFactors } from '../two-factor/two-factor';
import { createPasskey } from './ceremony';

export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: ({ signal }) => client.passkeys.list({ signal }),
});

/** Makes a passkey in this browser and adds it. @returns the backup codes that come with the first factor */
export const addPasskey = async (name: string): Promise<string[]> => {
  const credential = await createPasskey(await client.passkeys.beginRegistration());
  const added = await client.passkeys.register({ body: { name, credential, delivery: 'cookie' } });
  // The session without it has ended: these are the tokens of its successor.
  session.hold(added);
  return added.backupCodes;
};

export const refetchPasskeys = (): Promise<unknown> =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: passkeysQuery.queryKey }),
    queryClient.invalidateQueries({ queryKey: ['sessions'] }),
    refetchFactors(),
  ]);

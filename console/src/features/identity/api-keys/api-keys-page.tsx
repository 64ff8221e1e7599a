import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isGrantable } from '@gatehouse/contracts/permissions';
import { profileQuery } from '../../../api/queries';
import { Button } from '../../../ui/button';
import { PageHeader } from '../../../ui/page-header';
import { ownKeys } from './api-keys';
import { KeysCard } from './keys-card';

export const ApiKeysPage = () => {
  const { data: me } = useSuspenseQuery(profileQuery);
  const [creating, setCreating] = useState(false);
  const grantable = me.permissions.filter(isGrantable);
  const mayMake = grantable.length > 0;
  return (
    <>
      <PageHeader
        title="API keys"
        description={
          mayMake
            ? 'For programs that call the API in your name. They may never do more than you.'
            : 'Your role holds no permission that a program could use in your name.'
        }
        actions={
          mayMake && (
            <Button variant="primary" onClick={() => setCreating(true)}>
              New API key
            </Button>
          )
        }
      />
      <KeysCard
        source={ownKeys}
        title="Your keys"
        grantable={grantable}
        creating={creating}
        onCreated={() => setCreating(false)}
      />
    </>
  );
};

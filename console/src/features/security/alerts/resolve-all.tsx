import { useInfiniteQuery } from '@tanstack/react-query';
import { CheckCheck } from 'lucide-react';
import { useState } from 'react';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { ReasonDialog } from '../reason-dialog';
import { type AlertFilter, alertsQuery } from './alerts';

const told = ({ resolved, more }: { resolved: number; more: boolean }) =>
  `${resolved === 1 ? 'One alert is' : `${resolved} alerts are`} resolved.${more ? ' There are more.' : ''}`;

/** Resolves whatever the filters leave, also what is not loaded yet; not what is seen meanwhile. */
export const ResolveAll = ({ filter }: { filter: AlertFilter }) => {
  const { data } = useInfiniteQuery(alertsQuery(filter));
  const listed = data?.pages.flatMap((page) => page.data) ?? [];
  const [seenUntil, setSeenUntil] = useState<string>();
  const chosen = Object.values(filter).some((value) => value !== undefined);
  return (
    <>
      {listed.some(({ state }) => state !== 'resolved') && (
        // The list begins with what was seen last.
        <Button size="sm" onClick={() => setSeenUntil(listed[0]?.lastAt)}>
          <CheckCheck aria-hidden /> Resolve all…
        </Button>
      )}
      {seenUntil !== undefined && (
        <ReasonDialog
          title="Resolve all of them?"
          description={
            chosen
              ? 'Every alert that the filters show and that is not resolved yet, also further down the list.'
              : 'Every alert that is not resolved yet. Filter the list first, by a detection for instance, to leave the others.'
          }
          action="Resolve all"
          send={(body) => client.alerts.resolveAll({ body: { ...filter, ...body, seenUntil } })}
          done={told}
          onClose={() => setSeenUntil(undefined)}
        />
      )}
    </>
  );
};

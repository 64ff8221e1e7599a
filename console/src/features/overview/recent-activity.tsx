import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { client } from '../../api/client';
import { LoadFailed } from '../../ui/load-failed';
import { SkeletonRows } from '../../ui/skeleton';
import { AuditList } from '../audit/audit-list';
import { directoryQuery } from '../identity/users/people';

const shown = 6;

/** The latest lines of the audit trail. */
export const RecentActivity = ({ me }: { me: Profile }) => {
  const navigate = useNavigate();
  const recent = useQuery({
    queryKey: ['audit', 'recent'],
    queryFn: ({ signal }) => client.audit.list({ query: { limit: shown }, signal }),
  });
  const directory = useQuery({
    ...directoryQuery,
    enabled: me.permissions.includes('user:read'),
  });
  if (recent.isPending) return <SkeletonRows rows={shown} />;
  if (recent.isError) {
    return <LoadFailed error={recent.error} onRetry={() => void recent.refetch()} />;
  }
  return (
    <AuditList
      entries={recent.data.data}
      nameOf={(id) => (id === me.id ? `${me.firstName} ${me.lastName}` : directory.data?.get(id))}
      onOpen={({ action }) => void navigate({ to: '/audit', search: { action } })}
    />
  );
};

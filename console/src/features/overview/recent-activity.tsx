import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client } from '../../api/client';
import { LoadFailed } from '../../ui/load-failed';
import { SkeletonRows } from '../../ui/skeleton';
import { AuditList } from '../audit/audit-list';

const shown = 6;

/** The latest lines of the audit trail. */
export const RecentActivity = () => {
  const navigate = useNavigate();
  const recent = useQuery({
    queryKey: ['audit', 'recent'],
    queryFn: ({ signal }) => client.audit.list({ query: { limit: shown }, signal }),
  });
  if (recent.isPending) return <SkeletonRows rows={shown} />;
  if (recent.isError) {
    return <LoadFailed error={recent.error} onRetry={() => void recent.refetch()} />;
  }
  return (
    <AuditList
      entries={recent.data.data}
      onOpen={({ action }) => void navigate({ to: '/audit', search: { action } })}
    />
  );
};

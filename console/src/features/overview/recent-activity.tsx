import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client } from '../../api/client';
import { Loaded } from '../../ui/loaded';
import { AuditList } from '../audit/audit-list';

const shown = 6;

/** The latest lines of the audit trail. */
export const RecentActivity = () => {
  const navigate = useNavigate();
  const recent = useQuery({
    queryKey: ['audit', 'recent'],
    queryFn: ({ signal }) => client.audit.list({ query: { limit: shown }, signal }),
  });
  return (
    <Loaded query={recent} rows={shown}>
      {({ data }) => (
        <AuditList
          entries={data}
          onOpen={({ action }) => void navigate({ to: '/audit', search: { action } })}
        />
      )}
    </Loaded>
  );
};

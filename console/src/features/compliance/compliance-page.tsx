import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { client } from '../../api/client';
import { profileQuery } from '../../api/queries';
import { Button } from '../../ui/button';
import { Loaded } from '../../ui/loaded';
import { PageHeader } from '../../ui/page-header';
import { saveFile } from '../../ui/save-file';
import { metricsQuery } from '../security/monitor';
import { complianceQuery } from './compliance';
import { FactorsCard } from './factors-card';
import { FindingsCard } from './findings-card';
import { TrailCard } from './trail-card';

const ExportButton = () => {
  const take = useMutation({
    mutationFn: async () => saveFile(await client.compliance.export(), 'compliance.csv'),
  });
  return (
    <Button busy={take.isPending} onClick={() => take.mutate()}>
      {!take.isPending && <Download aria-hidden />} Export as CSV
    </Button>
  );
};

/** How the organization stands, for whoever answers for it. */
export const CompliancePage = () => {
  const { data: me } = useSuspenseQuery(profileQuery);
  const summary = useQuery(complianceQuery);
  const isStaff = me.permissions.includes('security:read');
  const metrics = useQuery({ ...metricsQuery, enabled: isStaff });
  const alerts = metrics.data && Object.values(metrics.data.openAlerts);
  const mayList = me.permissions.includes('user:read');
  return (
    <>
      <PageHeader
        title="Compliance"
        description="How the organization stands: who is protected, what is old, and what is kept."
        actions={<ExportButton />}
      />
      <Loaded query={summary} rows={6}>
        {(data) => (
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <FactorsCard ranks={data.ranks} mayList={mayList} />
            <FindingsCard
              summary={data}
              mayList={mayList}
              openAlerts={alerts ? alerts.reduce((sum, count) => sum + count, 0) : null}
            />
            <TrailCard />
          </div>
        )}
      </Loaded>
    </>
  );
};

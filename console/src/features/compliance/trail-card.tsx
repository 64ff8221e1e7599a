import { useQuery } from '@tanstack/react-query';
import { retentionSettings, type TrailCompliance } from '@gatehouse/contracts/compliance/trail';
import { Badge } from '../../ui/badge';
import { Card } from '../../ui/card';
import { DescriptionList } from '../../ui/description-list';
import { Loaded } from '../../ui/loaded';
import { TextLink } from '../../ui/text-link';
import { Time } from '../../ui/time';
import { trailQuery } from './compliance';

const Verdict = ({ verification }: Pick<TrailCompliance, 'verification'>) => {
  if (!verification) return 'Not yet; it is every night.';
  const { state, valid, finishedAt } = verification;
  if (state !== 'done') return state === 'running' ? 'Runs now' : 'Came to no end';
  return (
    <>
      <Badge tone={valid ? 'ok' : 'danger'}>{valid ? 'As it was written' : 'Changed'}</Badge>{' '}
      {finishedAt !== null && <Time value={finishedAt} exact />}
    </>
  );
};

/** Whether the audit trail is whole, and for how long what is kept. */
export const TrailCard = () => {
  const trail = useQuery(trailQuery);
  return (
    <Card
      className="lg:col-span-2"
      title="Audit trail and retention"
      actions={<TextLink to="/audit">Audit trail</TextLink>}
      description="Every entry is verified against the chain of hashes, every night and on demand."
    >
      <Loaded query={trail} rows={4}>
        {({ verification, retention }) => (
          <DescriptionList
            items={[
              ['Verified', <Verdict key="verified" verification={verification} />],
              ...retention.map(({ setting, days }): [string, string] => [
                retentionSettings[setting],
                days === 1 ? '1 day' : `${days} days`,
              ]),
            ]}
          />
        )}
      </Loaded>
    </Card>
  );
};

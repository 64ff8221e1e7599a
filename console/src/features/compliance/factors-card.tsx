import type { ComplianceSummary } from '@gatehouse/contracts/compliance/people';
import { Card } from '../../ui/card';
import { ProgressBar } from '../../ui/progress-bar';
import { TextLink } from '../../ui/text-link';
import { roleNames } from '../identity/users/role-badge';

type Rank = ComplianceSummary['ranks'][number];

const RankBar = ({ role, people, withSecondFactor }: Rank) => {
  const share = people === 0 ? null : Math.round((100 * withSecondFactor) / people);
  return (
    <li className="grid gap-1.5">
      <p className="flex items-baseline justify-between gap-3">
        <span className="font-medium">{roleNames[role]}</span>
        <span className="text-muted tabular-nums">
          {share === null ? 'Nobody' : `${withSecondFactor} of ${people} (${share} %)`}
        </span>
      </p>
      <ProgressBar
        label={`${roleNames[role]}: with a second factor`}
        done={withSecondFactor}
        total={people}
      />
    </li>
  );
};

/** What share of the people has a second factor, by rank. */
export const FactorsCard = ({ ranks, mayList }: { ranks: readonly Rank[]; mayList: boolean }) => {
  const missing = ranks.reduce(
    (sum, { people, withSecondFactor }) => sum + people - withSecondFactor,
    0,
  );
  return (
    <Card title="Second factors" description="Of active people, by rank.">
      <ul className="grid gap-4">
        {ranks.map((rank) => (
          <RankBar key={rank.role} {...rank} />
        ))}
      </ul>
      {mayList && missing > 0 && (
        <p className="mt-4">
          <TextLink to="/people" search={{ status: 'no_factor' }}>
            {missing} without a second factor
          </TextLink>
        </p>
      )}
    </Card>
  );
};

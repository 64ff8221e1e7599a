import { useState, type ReactNode } from 'react';
import type { ComplianceSummary, KeyFinding } from '@gatehouse/contracts/compliance/people';
import { Button } from '../../ui/button';
import { Card } from '../../ui/card';
import { TextLink } from '../../ui/text-link';
import { KeysDialog } from './keys-dialog';

interface FindingProps {
  count: number;
  children: ReactNode;
  /** The way to what is counted; left out for those who may not see it. */
  way?: ReactNode;
}

const Finding = ({ count, children, way }: FindingProps) => (
  <li className="border-line flex items-center gap-4 border-t px-4 py-3 first:border-t-0 sm:px-5">
    <span className="w-10 text-right text-xl font-semibold tabular-nums">{count}</span>
    <span className="min-w-0 flex-1">{children}</span>
    {count > 0 && way}
  </li>
);

interface FindingsCardProps {
  summary: ComplianceSummary;
  mayList: boolean;
  /** Of the installation; null for those who may not see them. */
  openAlerts: number | null;
}

/** What somebody should look at. */
export const FindingsCard = ({ summary, mayList, openAlerts }: FindingsCardProps) => {
  const [finding, setFinding] = useState<KeyFinding>();
  const { stale, apiKeys, invitations } = summary;
  const show = (what: KeyFinding, label: string) => (
    <Button size="sm" aria-label={label} onClick={() => setFinding(what)}>
      Show
    </Button>
  );
  return (
    <Card flush title="To look at">
      <ul aria-label="Findings">
        <Finding
          count={stale}
          way={
            mayList && (
              <TextLink to="/people" search={{ status: 'unseen' }}>
                People
              </TextLink>
            )
          }
        >
          Accounts that nobody signed in to for 90 days
        </Finding>
        <Finding count={apiKeys.notRotated} way={show('not_rotated', 'Show old API keys')}>
          API keys that were not rotated for 90 days, of {apiKeys.total}
        </Finding>
        <Finding
          count={apiKeys.withoutExpiry}
          way={show('without_expiry', 'Show API keys without expiry')}
        >
          API keys that never expire
        </Finding>
        <Finding
          count={invitations.pending}
          way={<TextLink to="/organization">Invitations</TextLink>}
        >
          Invitations that wait to be accepted
        </Finding>
        {openAlerts !== null && (
          <Finding
            count={openAlerts}
            way={<TextLink to="/installation/monitor">Security monitor</TextLink>}
          >
            Open alerts of the installation
          </Finding>
        )}
      </ul>
      {finding && <KeysDialog finding={finding} onClose={() => setFinding(undefined)} />}
    </Card>
  );
};

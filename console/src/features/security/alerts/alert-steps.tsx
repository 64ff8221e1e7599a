import type { SecurityAlert } from '@gatehouse/contracts/security/alerts';
import { Button } from '../../../ui/button';
import { TextLink } from '../../../ui/text-link';
import type { Pivot } from '../overview/pivot-dialog';
import { shownNetwork } from '../monitor';

interface AlertStepsProps {
  alert: SecurityAlert;
  onPivot: (pivot: Pivot) => void;
  /** Left out for those who may not. */
  onBlock: ((network: string) => void) | undefined;
}

const AddressSteps = ({
  network,
  onPivot,
  onBlock,
}: Omit<AlertStepsProps, 'alert'> & { network: string }) => (
  <>
    <Button size="sm" onClick={() => onPivot({ by: 'address', value: network })}>
      Accounts that it tried
    </Button>
    {onBlock && (
      <Button size="sm" onClick={() => onBlock(shownNetwork(network))}>
        Block it
      </Button>
    )}
    <TextLink to="/installation/monitor" search={{ tab: 'blocks', address: shownNetwork(network) }}>
      Its blocks
    </TextLink>
  </>
);

const AccountSteps = ({ id }: { id: string }) => (
  <>
    <TextLink to="/installation/people/$id" params={{ id }}>
      The account
    </TextLink>
    <TextLink to="/installation/people/$id" params={{ id }} search={{ tab: 'sessions' }}>
      Its sessions
    </TextLink>
    <TextLink to="/installation/people/$id" params={{ id }} search={{ tab: 'means' }}>
      Its ways in
    </TextLink>
  </>
);

/** What to do about an alert, with ways to do it. */
export const AlertSteps = ({ alert, ...ways }: AlertStepsProps) => {
  const { subject, subjectType, detection, advice } = alert;
  return (
    <>
      <p>{advice}</p>
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        {subject !== null && subjectType === 'address' && (
          <AddressSteps network={subject} {...ways} />
        )}
        {subject !== null && subjectType === 'account' && <AccountSteps id={subject} />}
        {detection === 'audit_tampering' && <TextLink to="/audit">The audit trail</TextLink>}
        <TextLink to="/installation/monitor" search={{ tab: 'detections' }}>
          The detection
        </TextLink>
      </div>
    </>
  );
};

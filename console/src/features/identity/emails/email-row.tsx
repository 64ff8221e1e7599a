import { Mail } from 'lucide-react';
import type { EmailAddress } from '@gatehouse/contracts/identity/emails/email-addresses';
import { Badge } from '../../../ui/badge';
import { Button } from '../../../ui/button';
import { Time } from '../../../ui/time';
import { ChangeEmailButton } from '../profile/change-email-dialog';
import { FactorRow } from '../second-factor/factor-row';

interface EmailRowProps {
  address: EmailAddress;
  onMakePrimary: () => void;
  onRemove: () => void;
}

const Detail = ({ address: { state, confirmedAt } }: { address: EmailAddress }) => {
  if (state === 'pending') return 'Open the mail that we have sent there.';
  if (confirmedAt === null) return 'Not confirmed';
  return (
    <>
      Confirmed <Time value={confirmedAt} />
    </>
  );
};

const Actions = ({ address, onMakePrimary, onRemove }: EmailRowProps) => {
  if (address.state === 'pending') return null;
  if (address.state === 'primary') return <ChangeEmailButton />;
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="sm" onClick={onMakePrimary} aria-label={`Make ${address.email} primary`}>
        Make primary
      </Button>
      <Button size="sm" onClick={onRemove} aria-label={`Remove ${address.email}`}>
        Remove
      </Button>
    </div>
  );
};

export const EmailRow = (props: EmailRowProps) => (
  <FactorRow
    icon={Mail}
    name={props.address.email}
    badge={
      <>
        {props.address.state === 'primary' && <Badge tone="ok">Primary</Badge>}
        {props.address.state === 'pending' && <Badge>Waits for you</Badge>}
      </>
    }
    detail={<Detail address={props.address} />}
    action={<Actions {...props} />}
  />
);

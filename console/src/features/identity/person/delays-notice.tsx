import type { SignInDelay } from '@gatehouse/contracts/identity/sign-in-means';
import { Button } from '../../../ui/button';
import { Notice } from '../../../ui/notice';
import { Time } from '../../../ui/time';

const places: Record<SignInDelay['where'], string> = {
  elsewhere: 'from places that the account does not know',
  known_place: 'from a place that the account knows',
  signed_in: 'in their sessions',
};

/** What waits, and where; codes are counted together wherever they are tried. */
const whatOf = ({ proof, where }: SignInDelay): string =>
  proof === 'code' ? 'Second factors' : `The password ${places[where]}`;

export interface DelaysNoticeProps {
  delays: readonly SignInDelay[];
  /** Where I may let them try again at once. */
  onLift?: (() => void) | undefined;
  busy?: boolean | undefined;
}

/** That failures make somebody wait, who may not be the one that failed. */
export const DelaysNotice = ({ delays, onLift, busy }: DelaysNoticeProps) => (
  <div className="px-4 pb-4 sm:px-5">
    <Notice tone="warn">
      <ul>
        {delays.map((delay) => (
          <li key={`${delay.proof} ${delay.where} ${delay.until}`}>
            {whatOf(delay)}: too many failures, refused until <Time value={delay.until} exact />
          </li>
        ))}
      </ul>
      {onLift && (
        <Button className="mt-2" onClick={onLift} busy={busy ?? false}>
          Let them try again
        </Button>
      )}
    </Notice>
  </div>
);

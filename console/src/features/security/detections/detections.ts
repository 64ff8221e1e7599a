import { queryOptions } from '@tanstack/react-query';
import type { Detection, DetectionAction, DryRun } from '@gatehouse/contracts/security/detections';
import { client } from '../../../api/client';

export const detectionsQuery = queryOptions({
  queryKey: ['monitor', 'detections'],
  queryFn: ({ signal }) => client.detections.list({ signal }),
});

export const actionNames: Record<DetectionAction, string> = {
  none: 'Do nothing',
  alert: 'Alert',
  alert_and_block: 'Alert and block',
};

/** "20 or more failures from one address in 15 minutes". */
export const thresholdOf = ({ threshold, unit, windowMinutes, key }: Detection): string => {
  if (key === 'high_memory') return `${threshold} ${unit}`;
  return key === 'impossible_travel'
    ? `${threshold} or more ${unit}, of the last ${windowMinutes / 60} hours`
    : `${threshold} or more ${unit} in ${windowMinutes} minutes`;
};

/** What thresholds would have done, as a sentence. */
export const sentenceOf = ({ found, laterSignedIn }: DryRun, canBlock: boolean): string => {
  const deed = canBlock ? 'blocked' : 'found';
  const whom = canBlock
    ? found === 1
      ? 'address'
      : 'addresses'
    : found === 1
      ? 'account'
      : 'accounts';
  if (found === 0) return `In the last 30 days it would have ${deed} nobody.`;
  return `In the last 30 days it would have ${deed} ${found} ${whom}, of which ${laterSignedIn} later signed in.`;
};

import { useMutation } from '@tanstack/react-query';
import type { Detection, DryRun } from '@gatehouse/contracts/security/detections';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { Notice } from '../../../ui/notice';
import { sentenceOf } from './detections';

interface DryRunNoteProps {
  detection: Detection;
  threshold: number;
  windowMinutes: number;
}

interface Tried extends DryRun {
  threshold: number;
  windowMinutes: number;
}

/** What the thresholds that are about to be saved would have done; gone when they are changed. */
export const DryRunNote = ({ detection, threshold, windowMinutes }: DryRunNoteProps) => {
  const dryRun = useMutation({
    mutationFn: async (): Promise<Tried> => {
      const body = { threshold, windowMinutes };
      const answer = await client.detections.dryRun({ params: { key: detection.key }, body });
      return { ...answer, ...body };
    },
  });
  const { data } = dryRun;
  const fits = data?.threshold === threshold && data.windowMinutes === windowMinutes;
  return (
    <div className="grid justify-items-start gap-2">
      <Button size="sm" busy={dryRun.isPending} onClick={() => dryRun.mutate()}>
        Try it on the last 30 days
      </Button>
      <div role="status" className="w-full">
        {data && fits && <Notice>{sentenceOf(data, detection.canBlock)}</Notice>}
      </div>
    </div>
  );
};

import { useQuery } from '@tanstack/react-query';
import type { ApiKey, ApiKeyUsage } from '@gatehouse/contracts/identity/api-keys';
import { BarChart } from '../../../ui/bar-chart';
import { Button } from '../../../ui/button';
import { Dialog, DialogActions } from '../../../ui/dialog';
import { Loaded } from '../../../ui/loaded';
import type { KeySource } from './api-keys';
import { everyDay } from './usage';

interface UsageDialogProps {
  source: KeySource;
  apiKey: ApiKey;
  onClose: () => void;
}

const numberOf = (calls: number): string =>
  `${calls.toLocaleString('en')} ${calls === 1 ? 'call' : 'calls'}`;

const Chart = ({ usage }: { usage: ApiKeyUsage }) => {
  const days = everyDay(usage, Date.now());
  const total = days.reduce((sum, { value }) => sum + value, 0);
  const today = days.at(-1)?.value ?? 0;
  const told = `${numberOf(total)} in 90 days, ${numberOf(today)} today`;
  return (
    <figure className="grid gap-2">
      <BarChart bars={days} label={told} />
      <figcaption className="text-muted flex justify-between text-xs">
        <span>{days[0]?.label}</span>
        <span>{told}</span>
      </figcaption>
    </figure>
  );
};

/** How often a key was used, day by day. */
export const UsageDialog = ({ source, apiKey, onClose }: UsageDialogProps) => {
  const usage = useQuery({
    queryKey: [...source.queryKey, apiKey.id, 'usage'],
    queryFn: ({ signal }) => source.usage(apiKey.id, signal),
    staleTime: 0,
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Usage of “${apiKey.name}”`}
      description="Calls by UTC day. Those of the last seconds may be missing."
    >
      <Loaded query={usage} rows={2}>
        {(data) => <Chart usage={data} />}
      </Loaded>
      <DialogActions>
        <Button onClick={onClose}>Done</Button>
      </DialogActions>
    </Dialog>
  );
};

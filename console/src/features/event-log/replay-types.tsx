import { events } from '@gatehouse/contracts/events';
import { CheckList } from '../../ui/check-list';

const everyType = Object.values(events).map(({ type }) => type);

const summaryOf = (count: number): string => {
  if (count === 0) return 'All types of events';
  return count === 1 ? '1 type of events' : `${count} types of events`;
};

interface ReplayTypesProps {
  /** Types that the listener wants; null for all. */
  wanted: readonly string[] | null;
  chosen: readonly string[];
  onChange: (types: string[]) => void;
}

/** Which events are replayed: those that are chosen, or all. */
export const ReplayTypes = ({ wanted, chosen, onChange }: ReplayTypesProps) => (
  <details>
    <summary className="cursor-pointer text-[0.8125rem] font-medium">
      {summaryOf(chosen.length)}
    </summary>
    <div className="border-line mt-2 max-h-56 overflow-y-auto rounded-md border p-3">
      <CheckList
        legend="Types of events"
        options={(wanted ?? everyType).map((type) => ({
          value: type,
          label: <span className="font-mono text-xs wrap-anywhere">{type}</span>,
        }))}
        value={chosen}
        onChange={onChange}
      />
    </div>
  </details>
);

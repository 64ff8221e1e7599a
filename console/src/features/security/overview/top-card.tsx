import { useQuery } from '@tanstack/react-query';
import { Card } from '../../../ui/card';
import { Loaded } from '../../../ui/loaded';
import { shownNetwork, topQuery } from '../monitor';

interface TopCardProps {
  title: string;
  by: 'address' | 'account';
  onOpen: (value: string) => void;
}

/** Those with the most failures of the last day. */
export const TopCard = ({ title, by, onOpen }: TopCardProps) => {
  const top = useQuery(topQuery(by));
  return (
    <Card title={title} description="By failures in the last day" flush>
      <Loaded query={top} rows={3}>
        {({ data: rows }) => {
          if (rows.length === 0)
            return <p className="text-muted px-4 pb-4 sm:px-5">None failed.</p>;
          const most = Math.max(1, ...rows.map(({ failures }) => failures));
          return (
            <ul aria-label={title}>
              {rows.map(({ value, failures }) => (
                <li key={value} className="border-line border-t">
                  <button
                    type="button"
                    onClick={() => onOpen(value)}
                    className="hover:bg-sunken grid w-full gap-1 px-4 py-2 text-left focus-visible:-outline-offset-2 sm:px-5"
                  >
                    <span className="flex items-baseline justify-between gap-3">
                      <span className="min-w-0 font-mono text-xs/5 wrap-anywhere">
                        {by === 'address' ? shownNetwork(value) : value}
                      </span>
                      <span className="tabular-nums">{failures}</span>
                    </span>
                    <svg
                      aria-hidden
                      viewBox="0 0 100 3"
                      preserveAspectRatio="none"
                      className="h-1 w-full"
                    >
                      <rect width="100" height="3" className="fill-hover" />
                      <rect width={(failures / most) * 100} height="3" className="fill-danger" />
                    </svg>
                  </button>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Card>
  );
};

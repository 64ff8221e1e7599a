import type { ReactNode } from 'react';

/** Facts, name and value in two columns. */
export const DescriptionList = ({ items }: { items: [name: string, value: ReactNode][] }) => (
  <dl className="divide-line divide-y">
    {items.map(([name, value]) => (
      <div key={name} className="grid gap-0.5 py-2.5 sm:grid-cols-[9rem_1fr] sm:gap-4">
        <dt className="text-muted min-w-0 wrap-anywhere">{name}</dt>
        <dd className="min-w-0 wrap-anywhere">{value}</dd>
      </div>
    ))}
  </dl>
);

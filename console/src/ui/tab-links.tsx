import { Link } from '@tanstack/react-router';
import { cn } from './class-names';

interface TabLinksProps<Tab extends string> {
  label: string;
  /** In their order; the first one is open where the address names none. */
  tabs: readonly (readonly [tab: Tab, name: string])[];
  open: Tab;
}

/** Parts of a page, each with an address of its own: `?tab=`. */
export const TabLinks = <Tab extends string>({ label, tabs, open }: TabLinksProps<Tab>) => (
  <nav aria-label={label} className="border-line mb-5 flex flex-wrap gap-x-5 gap-y-1.5 border-b">
    {tabs.map(([tab, name], index) => (
      <Link
        key={tab}
        to="."
        search={index === 0 ? {} : { tab }}
        aria-current={tab === open ? 'page' : undefined}
        className={cn(
          'border-b-2 pb-2 font-medium whitespace-nowrap',
          tab === open
            ? 'border-accent text-text'
            : 'text-muted hover:text-text border-transparent',
        )}
      >
        {name}
      </Link>
    ))}
  </nav>
);

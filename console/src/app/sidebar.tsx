import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import { mailboxAvailableQuery } from '../api/mailbox';
import { mayOpen } from './access/access';
import { navigation, type NavigationItem } from './navigation';

const SidebarLink = ({ item, onNavigate }: { item: NavigationItem; onNavigate?: () => void }) => {
  const Icon = item.icon;
  return (
    <li>
      <Link
        to={item.to}
        activeOptions={{ exact: item.to === '/', includeSearch: false }}
        className="text-muted hover:bg-hover hover:text-text data-[status=active]:bg-accent-soft data-[status=active]:text-accent-text flex h-9 items-center gap-3 rounded-md px-2.5 font-medium"
        {...(onNavigate ? { onClick: onNavigate } : {})}
      >
        <Icon className="size-4 shrink-0" aria-hidden />
        {item.label}
      </Link>
    </li>
  );
};

/**
 * Main navigation: what the person may not open is not shown. Where it is higher than the window,
 * the link of the open page is brought into view.
 */
export const Sidebar = ({ profile, onNavigate }: { profile: Profile; onNavigate?: () => void }) => {
  const links = useRef<HTMLElement>(null);
  const path = useLocation({ select: ({ pathname }) => pathname });
  const mailbox = useQuery(mailboxAvailableQuery);
  const shown = (item: NavigationItem) =>
    mayOpen(item, profile) && (item.developmentOnly !== true || mailbox.data === true);
  const groups = navigation
    .map((group) => ({ ...group, items: group.items.filter(shown) }))
    .filter((group) => group.items.length > 0);
  useEffect(() => {
    links.current?.querySelector('[data-status=active]')?.scrollIntoView({ block: 'nearest' });
  }, [path, mailbox.data]);
  return (
    <nav ref={links} aria-label="Main" className="grid gap-5">
      {groups.map((group) => (
        <div key={group.label}>
          <p id={`nav-${group.label}`} className="text-muted mb-1 px-2.5 text-xs font-medium">
            {group.label}
          </p>
          <ul aria-labelledby={`nav-${group.label}`} className="grid gap-0.5">
            {group.items.map((item) => (
              <SidebarLink key={item.to} item={item} {...(onNavigate ? { onNavigate } : {})} />
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
};

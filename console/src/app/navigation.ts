import type { LucideIcon } from 'lucide-react';
import {
  Bell,
  Bot,
  Building,
  Building2,
  ClipboardCheck,
  House,
  Inbox,
  KeyRound,
  KeySquare,
  LayoutTemplate,
  ListChecks,
  MonitorSmartphone,
  Network,
  Radar,
  ScrollText,
  Send,
  ShieldCheck,
  ShieldUser,
  UserRound,
  UserX,
  Users,
  UsersRound,
  Webhook,
  Workflow,
} from 'lucide-react';
import type { AnyPermission } from '@gatehouse/contracts/permissions';

export interface NavigationItem {
  to:
    | '/'
    | '/inbox'
    | '/sent'
    | '/installation/templates'
    | '/profile'
    | '/security'
    | '/sessions'
    | '/keys'
    | '/people'
    | '/teams'
    | '/roles-and-permissions'
    | '/organization'
    | '/hooks'
    | '/audit'
    | '/compliance-overview'
    | '/automation'
    | '/installation/organizations'
    | '/installation/people'
    | '/installation/permissions'
    | '/installation/staff'
    | '/installation/inactive-accounts'
    | '/installation/monitor'
    | '/installation/events'
    | '/mailbox';
  label: string;
  icon: LucideIcon;
  permission?: AnyPermission;
  /** Only within an organization: staff may be in none. */
  ofOrganization?: true;
  /** Only where mails are caught instead of sent. */
  developmentOnly?: true;
}

export interface NavigationGroup {
  label: string;
  items: NavigationItem[];
}

export const navigation: NavigationGroup[] = [
  {
    label: 'You',
    items: [
      { to: '/', label: 'Overview', icon: House },
      { to: '/inbox', label: 'Notifications', icon: Bell },
      { to: '/profile', label: 'Profile', icon: UserRound },
      { to: '/security', label: 'Security', icon: ShieldCheck },
      { to: '/sessions', label: 'Sessions', icon: MonitorSmartphone },
      { to: '/keys', label: 'API keys', icon: KeyRound },
    ],
  },
  {
    label: 'Organization',
    items: [
      { to: '/people', label: 'People', icon: Users, permission: 'user:read' },
      { to: '/teams', label: 'Groups', icon: Network, permission: 'groups:read' },
      {
        to: '/roles-and-permissions',
        label: 'Roles',
        icon: KeySquare,
        permission: 'user:read',
      },
      { to: '/organization', label: 'Organization', icon: Building2 },
      {
        to: '/automation',
        label: 'Service accounts',
        icon: Bot,
        permission: 'service_account:manage',
      },
      { to: '/hooks', label: 'Webhooks', icon: Webhook, permission: 'webhook:manage' },
      { to: '/sent', label: 'Sent notifications', icon: Send, permission: 'notification:read' },
      { to: '/audit', label: 'Audit trail', icon: ScrollText, permission: 'audit:read' },
      {
        to: '/compliance-overview',
        label: 'Compliance',
        icon: ClipboardCheck,
        permission: 'audit:read',
        ofOrganization: true,
      },
    ],
  },
  {
    label: 'Installation',
    items: [
      {
        to: '/installation/organizations',
        label: 'Organizations',
        icon: Building,
        permission: 'organization:read_all',
      },
      {
        to: '/installation/people',
        label: 'Accounts',
        icon: UsersRound,
        permission: 'user:read_all',
      },
      {
        to: '/installation/staff',
        label: 'Staff',
        icon: ShieldUser,
        permission: 'staff:manage',
      },
      {
        to: '/installation/permissions',
        label: 'Application permissions',
        icon: ListChecks,
        permission: 'permission:manage',
      },
      {
        to: '/installation/inactive-accounts',
        label: 'Closed accounts',
        icon: UserX,
        permission: 'user:erase_any',
      },
      {
        to: '/installation/monitor',
        label: 'Security monitor',
        icon: Radar,
        permission: 'security:read',
      },
      {
        to: '/installation/events',
        label: 'Events',
        icon: Workflow,
        permission: 'event:read',
      },
      {
        to: '/installation/templates',
        label: 'Templates',
        icon: LayoutTemplate,
        permission: 'template:manage',
      },
    ],
  },
  {
    label: 'Development',
    items: [{ to: '/mailbox', label: 'Mailbox', icon: Inbox, developmentOnly: true }],
  },
];

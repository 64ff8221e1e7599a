import {
  Building2,
  KeyRound,
  Link2,
  LogIn,
  MonitorSmartphone,
  ShieldAlert,
  ShieldCheck,
  UserRound,
  Webhook,
  type LucideIcon,
} from 'lucide-react';
import { cn } from '../../ui/class-names';

const icons: Record<string, LucideIcon> = {
  api_key: KeyRound,
  organization: Building2,
  user: UserRound,
  session: MonitorSmartphone,
  two_factor: ShieldCheck,
  password: KeyRound,
  connection: Link2,
  passkey: ShieldCheck,
  trusted_device: MonitorSmartphone,
  webhook: Webhook,
};

const isAlarming = (action: string) =>
  /failed|reused|regressed|\.disabled|deleted|deactivated/.test(action);

/** Kind of event at a glance; the sentence says the same in words. */
export const AuditIcon = ({ action }: { action: string }) => {
  const alarming = isAlarming(action);
  const known = action === 'user.login' ? LogIn : icons[action.split('.')[0] ?? ''];
  const Icon = alarming ? ShieldAlert : (known ?? UserRound);
  return (
    <span
      aria-hidden
      className={cn(
        'grid size-8 shrink-0 place-items-center rounded-full',
        alarming ? 'bg-danger-soft text-danger-text' : 'bg-hover text-muted',
      )}
    >
      <Icon className="size-4" />
    </span>
  );
};

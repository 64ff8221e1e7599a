import type { UseQueryResult } from '@tanstack/react-query';
import {
  Fingerprint,
  KeyRound,
  type LucideIcon,
  Mail,
  MessageSquare,
  MonitorCheck,
  PlugZap,
  Smartphone,
} from 'lucide-react';
import type { SignInMeanKind, SignInMeans } from '@gatehouse/contracts/identity/sign-in-means';
import { Card } from '../../../ui/card';
import { Loaded } from '../../../ui/loaded';
import { Time } from '../../../ui/time';
import { DelaysNotice, type DelaysNoticeProps } from './delays-notice';

const kinds: Record<SignInMeanKind, { icon: LucideIcon; name: string }> = {
  passkey: { icon: Fingerprint, name: 'Passkey' },
  totp: { icon: Smartphone, name: 'Authenticator app' },
  sms_code: { icon: MessageSquare, name: 'Codes by SMS' },
  email_code: { icon: Mail, name: 'Codes by mail' },
  connection: { icon: PlugZap, name: 'Connected account' },
  trusted_device: { icon: MonitorCheck, name: 'Trusted device' },
  api_key: { icon: KeyRound, name: 'API key' },
};

const Mean = ({ kind, name, createdAt, lastUsedAt }: SignInMeans['means'][number]) => {
  const { icon: Icon, name: title } = kinds[kind];
  return (
    <li className="border-line flex items-center gap-3.5 border-t px-4 py-3 sm:px-5">
      <Icon className="text-muted size-5 shrink-0" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium wrap-anywhere">{name === null ? title : `${title}: ${name}`}</p>
        <p className="text-muted flex flex-wrap gap-x-3 text-[0.8125rem]">
          <span>
            Added <Time value={createdAt} />
          </span>
          {lastUsedAt !== null && (
            <span>
              Used <Time value={lastUsedAt} />
            </span>
          )}
        </p>
      </div>
    </li>
  );
};

/** How many backup codes are left, and where new ones come from where none are. */
const leftOf = (count: number): string => {
  if (count === 0)
    return 'no backup codes are left. With a second factor on, they make new ones themselves under Security, Backup codes, New codes.';
  return count === 1 ? '1 backup code.' : `${count} backup codes.`;
};

interface SignInMeansCardProps extends Pick<DelaysNoticeProps, 'onLift' | 'busy'> {
  query: UseQueryResult<SignInMeans>;
}

/** What somebody signs in with, by name and date, and what keeps them from it for a while. */
export const SignInMeansCard = ({ query, ...lifting }: SignInMeansCardProps) => (
  <Card title="Ways in" flush>
    <Loaded query={query} rows={3}>
      {({ hasPassword, passwordSetAt, backupCodesLeft, delays, means }) => (
        <>
          <p className="text-muted px-4 pb-3 sm:px-5">
            {hasPassword ? 'Has a password' : 'Has no password'}
            {passwordSetAt !== null && (
              <>
                {' '}
                set <Time value={passwordSetAt} />
              </>
            )}
            , and {leftOf(backupCodesLeft)}
          </p>
          {delays.length > 0 && <DelaysNotice delays={delays} {...lifting} />}
          <ul aria-label="Ways in">
            {means.map((mean) => (
              <Mean key={`${mean.kind} ${mean.createdAt} ${mean.name ?? ''}`} {...mean} />
            ))}
          </ul>
        </>
      )}
    </Loaded>
  </Card>
);

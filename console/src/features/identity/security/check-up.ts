import type { Profile } from '@gatehouse/contracts/identity/profile';

export interface CheckUpPoint {
  key: 'email' | 'second_factor' | 'backup_codes';
  done: boolean;
  label: string;
  /** What to do about it, where it is not done. */
  advice: string;
  action: string;
  to: '/security/two-factor' | '/security';
}

interface Facts {
  profile: Pick<Profile, 'emailVerified' | 'twoFactorEnabled'>;
  backupCodesLeft: number;
}

/** The state of an account's protection, most important first. */
export const checkUp = ({ profile, backupCodesLeft }: Facts): CheckUpPoint[] => [
  {
    key: 'email',
    done: profile.emailVerified,
    label: 'E-mail address confirmed',
    advice: 'Open the link in the mail that we sent you, so that you can recover your account.',
    action: 'Go to security',
    to: '/security',
  },
  {
    key: 'second_factor',
    done: profile.twoFactorEnabled,
    label: 'Two-factor sign-in on',
    advice: 'Turn on two-factor sign-in: a stolen password alone then opens nothing.',
    action: 'Turn it on',
    to: '/security/two-factor',
  },
  {
    key: 'backup_codes',
    done: profile.twoFactorEnabled && backupCodesLeft > 3,
    label: 'Backup codes at hand',
    advice: profile.twoFactorEnabled
      ? `Only ${backupCodesLeft} backup codes are left: make new ones before you need them.`
      : 'They come with two-factor sign-in, for when your phone is not at hand.',
    action: 'Make new codes',
    to: '/security',
  },
];

/** The one next step; undefined when all is well. */
export const nextStep = (points: CheckUpPoint[]): CheckUpPoint | undefined =>
  points.find((point) => !point.done);

import type { RouteAnswer } from '@gatehouse/contracts/route';
import type { twoFactorRoutes } from '@gatehouse/contracts/identity/two-factor';
import { CopyButton } from '../../../ui/copy-button';

export type TotpSetup = RouteAnswer<(typeof twoFactorRoutes)['setupTotp']>;

/** In groups of four: easier to type off a screen. */
const grouped = (secret: string) => secret.match(/.{1,4}/g)?.join(' ') ?? secret;

export const ScanStep = ({ setup }: { setup: TotpSetup }) => (
  <div className="flex flex-col items-center gap-5 sm:flex-row sm:items-start">
    {/* White in both themes: a QR code on dark is not read by every app. */}
    <img
      src={setup.qrCode}
      width={176}
      height={176}
      alt="QR code for the authenticator app; the key beside it does the same"
      className="border-line size-44 shrink-0 rounded-lg border bg-white p-1.5"
    />
    <div className="grid min-w-0 gap-3">
      <p>
        Scan the code with an authenticator app, such as Google Authenticator, 1Password, Aegis or
        the one of your phone.
      </p>
      <div className="grid gap-1.5">
        <p className="text-muted">Cannot scan it? Type this key instead:</p>
        <code
          data-testid="totp-secret"
          className="border-line bg-sunken rounded-md border px-2.5 py-1.5 font-mono text-[0.8125rem] wrap-anywhere"
        >
          {grouped(setup.secret)}
        </code>
        <div className="flex flex-wrap gap-2">
          <CopyButton text={setup.secret} label="Copy key" size="sm" />
        </div>
      </div>
    </div>
  </div>
);

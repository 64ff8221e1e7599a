import { Download, Printer } from 'lucide-react';
import { saveFile } from '../../../ui/save-file';
import { useState } from 'react';
import { productName } from '../../../branding';
import { Button } from '../../../ui/button';
import { CheckField } from '../../../ui/checkbox';
import { CopyButton } from '../../../ui/copy-button';
import { Notice } from '../../../ui/notice';

interface BackupCodesProps {
  codes: string[];
  /** Whose they are: goes into the file. */
  email: string;
  onDone: () => void;
  busy?: boolean;
  done: string;
}

const fileText = (email: string, codes: string[]) =>
  [
    `${productName} backup codes for ${email}`,
    'Each code works once. Keep them where only you can reach them.',
    '',
    ...codes,
    '',
  ].join('\n');

/** Ten codes, shown once. The way on opens when the person says that they are saved. */
export const BackupCodes = ({ codes, email, onDone, busy = false, done }: BackupCodesProps) => {
  const [saved, setSaved] = useState(false);
  const text = fileText(email, codes);
  return (
    <div className="grid gap-4">
      <Notice tone="warn">
        These codes are shown this once. With one of them you get in when your phone is lost.
      </Notice>
      <ol
        aria-label="Backup codes"
        className="border-line bg-sunken print-only grid grid-cols-1 gap-x-6 gap-y-1.5 rounded-md border p-4 font-mono text-[0.9375rem] min-[420px]:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code} className="wrap-anywhere tabular-nums">
            {code}
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2 print:hidden">
        <Button
          onClick={() =>
            saveFile(new Blob([text], { type: 'text/plain' }), 'gatehouse-backup-codes.txt')
          }
        >
          <Download aria-hidden /> Download
        </Button>
        <CopyButton text={codes.join('\n')} label="Copy" />
        <Button onClick={() => print()}>
          <Printer aria-hidden /> Print
        </Button>
      </div>
      <CheckField
        className="print:hidden"
        checked={saved}
        onChange={(event) => setSaved(event.target.checked)}
      >
        I have saved them
      </CheckField>
      <Button
        variant="primary"
        size="lg"
        className="print:hidden"
        disabled={!saved}
        busy={busy}
        onClick={onDone}
      >
        {done}
      </Button>
    </div>
  );
};

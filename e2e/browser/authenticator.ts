import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { totp } from '../harness/api.js';
import { findProgram } from '../../server/test/harness/servers/program.js';

const run = promisify(execFile);
const stepLength = 30;

/** Whether this machine has got what reads QR codes. */
export const canScan = findProgram('zbarimg') !== null;

const readQrCode = async (dataUrl: string): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-qr-'));
  const file = path.join(folder, 'code.png');
  try {
    await writeFile(file, Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64'));
    const { stdout } = await run('zbarimg', ['--quiet', '--raw', file]);
    return stdout.trim();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** A person's authenticator app: foreign code reads the QR code and computes the codes, where it is there. */
export class Authenticator {
  private lastStep = 0;

  constructor(readonly secret: string) {}

  /** @param shown the secret beside the QR code, which is typed in where none can be read. */
  static async scan(qrCode: string, shown: string): Promise<Authenticator> {
    if (!canScan) return new Authenticator(shown);
    const secret = new URL(await readQrCode(qrCode)).searchParams.get('secret');
    if (secret === null) throw new Error('The QR code holds no secret');
    return new Authenticator(secret);
  }

  /** A code that was not used before: no code works twice, but the next one works early. */
  async code(): Promise<string> {
    const now = Math.floor(Date.now() / 1000 / stepLength);
    const step = Math.max(now, this.lastStep + 1);
    if (step > now + 1) await sleep((step - 1) * stepLength * 1000 - Date.now() + 200);
    this.lastStep = step;
    return totp(this.secret, step * stepLength + 1);
  }
}

import pino from 'pino';

/** Writes to an open file in the background, in this thread's event loop. */
export interface Destination {
  write(lines: string | Buffer): void;
  flushSync(): void;
  /** Writes what waits, then closes the file. */
  end(): Promise<void>;
}

/** What waits in memory for a slow disk at most; then lines are dropped rather than memory filled. */
const maxWaitingBytes = 8 * 1024 * 1024;

/** Opens pino's own writer, of bytes, so that lines for several outputs are encoded once. */
export function openDestination(fd: number): Destination {
  const options = { fd, sync: false, maxLength: maxWaitingBytes, maxWrite: 256 * 1024 };
  const stream = pino.destination({ ...options, contentMode: 'buffer' } as typeof options); // oxlint-disable-line typescript/no-unnecessary-type-assertion -- pino's types lack contentMode;
  // A full disk, or a reader of the output that has gone, must not stop the service.
  stream.on('error', () => undefined);
  let ended: Promise<void> | undefined;
  return {
    write: (lines) => {
      if (ended) return;
      const bytes = typeof lines === 'string' ? Buffer.from(lines) : lines;
      // Its types know texts only.
      stream.write(bytes as unknown as string);
    },
    flushSync: () => stream.flushSync(),
    end: () => (ended ??= closed(stream)),
  };
}

function closed(stream: ReturnType<typeof pino.destination>): Promise<void> {
  return new Promise((resolve) => {
    stream.once('close', resolve).once('error', () => resolve());
    stream.end();
  });
}

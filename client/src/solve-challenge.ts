/** What there is to find; `Challenge` of the contracts has it. */
interface Work {
  readonly salt: string;
  /** In hex. */
  readonly target: string;
  readonly max: number;
}

/** Digests that are asked for at a time: enough to keep the machine busy, and soon done. */
const atOnce = 1000;

/**
 * Finds the number that a challenge asks for. It computes for a moment: in a page, have a worker do it.
 * @param onProgress told how much of the longest possible way is done, from 0 to 1
 * @throws Error when there is no such number
 */
export const solveChallenge = async (
  { salt, target, max }: Work,
  onProgress: (done: number) => void = () => undefined,
): Promise<number> => {
  const encoder = new TextEncoder();
  const wanted = Number.parseInt(target.slice(0, 8), 16);
  const digestOf = (number: number) =>
    crypto.subtle.digest('SHA-256', encoder.encode(salt + number));
  for (let first = 0; first <= max; first += atOnce) {
    const length = Math.min(atOnce, max + 1 - first);
    const digests = await Promise.all(
      Array.from({ length }, (_, index) => digestOf(first + index)),
    );
    const found = digests.findIndex(
      (digest) => new DataView(digest).getUint32(0) === wanted && hexOf(digest) === target,
    );
    if (found !== -1) return first + found;
    onProgress((first + length) / (max + 1));
  }
  throw new Error('The challenge has no solution');
};

const hexOf = (digest: ArrayBuffer): string =>
  [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Where the time comes from; tests bring their own. */
export abstract class Clock {
  abstract now(): Date;

  /** The same in milliseconds since 1970, for whoever only compares. */
  time(): number {
    return this.now().getTime();
  }
}

/** The machine's clock. */
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }

  override time(): number {
    return Date.now();
  }
}

/**
 * Settles as the work does, but not before the time is over: how long it took then tells nothing.
 * @param milliseconds several times what the work takes.
 */
export async function notBefore<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const timer = new Promise<void>((resolve) => void setTimeout(resolve, milliseconds));
  const [outcome] = await Promise.allSettled([work, timer]);
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

/**
 * Settles as the work does; the work goes on when it takes too long.
 * @throws an Error when the time is over.
 */
export async function atMost<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(reject, milliseconds, new Error(`no answer within ${milliseconds} ms`));
  });
  return Promise.race([work, tooLong]).finally(() => clearTimeout(timer));
}

/** A share of a time, from none to all of it, so that what began together does not go on together. */
export const jitter = (milliseconds: number): number => Math.random() * milliseconds;

export const seconds = (count: number): number => count * 1000;
export const minutes = (count: number): number => seconds(count * 60);
export const hours = (count: number): number => minutes(count * 60);
export const days = (count: number): number => hours(count * 24);

/** When the hour of a moment began (UTC). */
export const hourOf = (date: Date): Date => new Date(date.getTime() - (date.getTime() % hours(1)));

/** A moment `milliseconds` after `date`. */
export const after = (date: Date, milliseconds: number): Date =>
  new Date(date.getTime() + milliseconds);

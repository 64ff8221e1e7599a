import { problem as problemContract, type Problem } from '@gatehouse/contracts/problem';

/** The server answered with an error: its problem document (RFC 9457), and when to try again. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly problem: Problem,
    /** Seconds to wait, from `Retry-After`. */
    readonly retryAfter: number | undefined,
  ) {
    super(problem.detail ?? problem.title);
  }

  /** HTTP status. */
  get status(): number {
    return this.problem.status;
  }

  /** One of `contracts/errors`, or another word from a newer server. */
  get code(): string {
    return this.problem.code;
  }

  /** The fields that are wrong. */
  get errors(): NonNullable<Problem['errors']> {
    return this.problem.errors ?? [];
  }

  /** What support finds the request by; empty when the answer came from in front of the server. */
  get requestId(): string {
    return this.problem.requestId;
  }
}

/** No answer came: offline, refused, timed out. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';

  constructor(cause: unknown) {
    super('The server could not be reached', { cause });
  }
}

/** `Retry-After` is seconds or a date (RFC 9110 section 10.2.3). */
const parseRetryAfter = (value: string | null, now: number): number | undefined => {
  if (value === null) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Also a proxy's HTML page becomes a problem, so that callers know one kind of error. */
export const toProblemError = async (response: Response): Promise<ProblemError> => {
  const parsed = problemContract.safeParse(parseJson(await response.text()));
  const retryAfter = parseRetryAfter(response.headers.get('retry-after'), Date.now());
  if (parsed.success) return new ProblemError(parsed.data, retryAfter);
  return new ProblemError(
    {
      type: 'about:blank',
      title: response.statusText || `The server answered ${response.status}`,
      status: response.status,
      instance: response.url,
      code: response.status === 429 ? 'too_many_requests' : 'internal',
      requestId: response.headers.get('x-request-id') ?? '',
    },
    retryAfter,
  );
};

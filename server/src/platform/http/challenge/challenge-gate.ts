/** A call that may have to do some work first. */
export interface ChallengedCall {
  /** Name of the route. */
  readonly route: string;
  readonly address: string;
  /** Whom the call is about, as it was typed; null where it names nobody. */
  readonly account: string | null;
}

/** Makes programs that try much pay for it by computing; bound by the security module. */
export abstract class ChallengeGate {
  /**
   * @param solution what the call brings of work done.
   * @throws AppError `challenge_required` where work has to be done, and was not
   */
  abstract check(call: ChallengedCall, solution: string | undefined): Promise<void>;
  /** Counts a call that failed, or may be one of many. */
  abstract note(call: ChallengedCall): void;
}

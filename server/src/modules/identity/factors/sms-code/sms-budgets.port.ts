/** A budget that is used up, and when there is more of it. */
export interface UsedUp {
  readonly budget: 'number' | 'country';
  readonly until: Date;
}

/**
 * What may be sent by SMS in an hour, beside codes: to one number, and to the numbers of one country.
 * Codes have budgets of their own, so that no flood of other messages keeps anybody from signing in.
 */
export abstract class SmsBudgets {
  /** Counts a message to a number; where nothing more may go there, nothing is counted. */
  abstract take(number: string): Promise<UsedUp | null>;
  /** Takes one back that could not be sent. */
  abstract giveBack(number: string): Promise<void>;
}

/** Says from which addresses every request is refused; bound by the security module. */
export abstract class AddressGate {
  /**
   * Called for every request before anything else is looked at, so it asks nobody and waits for
   * nothing.
   * @returns null where the address may call, else how many seconds the block lasts; null there: for good.
   */
  abstract blockOf(address: string): { readonly secondsLeft: number | null } | null;
}

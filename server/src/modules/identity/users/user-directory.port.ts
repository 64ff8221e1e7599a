/** Names of people, for modules that show what somebody did. */
export abstract class UserDirectory {
  /** Full names by id, also of people who left; whoever is unknown or was erased is missing. */
  abstract namesOf(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

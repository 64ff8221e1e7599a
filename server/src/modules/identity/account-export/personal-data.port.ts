/** Somebody who is told what is known about them. */
export interface Subject {
  readonly userId: string;
  /** Addresses, usernames and numbers that they have or had here, in lower case. */
  readonly names: readonly string[];
}

/** Rows about a person, such as all of their sessions, without secrets. */
export interface PersonalSection {
  /** What they are called in the file, in words joined by `_`. */
  readonly name: string;
  /** JSON arrays of objects, as `jsonPages` of the platform reads them. */
  readonly pages: AsyncIterable<string>;
}

/** What one module knows about a person. */
export type PersonalDataSource = (
  person: Subject,
) => Iterable<PersonalSection> | AsyncIterable<PersonalSection>;

/**
 * Whatever is known about people. A module that keeps something about them names its part here when
 * it is made, as it follows `user.erased` to forget it.
 */
export abstract class PersonalData {
  abstract register(source: PersonalDataSource): void;
}

/** In degrees. */
export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

/** Where an address is thought to be, as far as that is known. */
export interface Place {
  readonly coordinates: Coordinates | null;
  /** `code` is that of ISO 3166-1, of two letters. */
  readonly country: { readonly code: string; readonly name: string } | null;
  readonly city: string | null;
}

/** Finds places by address. */
export abstract class PlaceFinder {
  /** Whether there is a database to look into. */
  abstract readonly available: boolean;
  /** Null where it does not know. */
  abstract find(address: string): Place | null;

  /** Takes up what the database has become; where there is none, nothing. It never fails. */
  async refresh(): Promise<void> {}

  /** What a person calls the place, such as "Berlin, Germany"; null where it is not known. */
  nameOf(address: string): string | null {
    const { city, country } = this.find(address) ?? {};
    const parts = [city, country?.name].filter((part) => typeof part === 'string');
    return parts.length === 0 ? null : parts.join(', ');
  }
}

/** Seals single fields with AES-256-GCM; the place they belong to is bound to them. */
export abstract class FieldCipher {
  /** @param place table, column and row, such as `totp_authenticators.secret:<id>`; opening needs the same. */
  abstract seal(plaintext: string, place: string): Buffer;
  /** How fields begin that are sealed with the present key; others should be sealed anew. */
  abstract readonly prefix: Buffer;
  /** @throws Error when the field was changed, moved, or its key is not in the ring. */
  abstract open(sealed: Buffer, place: string): string;
}

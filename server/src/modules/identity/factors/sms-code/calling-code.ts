/** Calling codes of one and two digits (ITU-T E.164, list of assigned codes); all others have three. */
const shortCodes = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** The calling code of an E.164 number, such as 49 of +4915112345678: whom its budget belongs to. */
export function callingCodeOf(number: string): string {
  const digits = number.slice(1);
  return shortCodes.exec(digits)?.[0] ?? digits.slice(0, 3);
}

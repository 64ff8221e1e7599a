/**
 * The form in which e-mail addresses and usernames are compared (C16): trimmed, normalized (NFKC)
 * and case-folded, so that look-alikes of one address are one account.
 *
 * Full case folding (Unicode, CaseFolding.txt) is lower case of upper case, letter by letter: in
 * lower case alone the final sigma (ς, σ) and ß (ß, ss) stay apart, and a whole word's lower case
 * would bring the final sigma back. The dotless ı alone has another letter's upper case, and folds
 * to itself: who owns `gıt.example` does not own `git.example`.
 *
 * Keys of before differ where there was a letter of that kind; migration 0032 folds the common ones.
 */
export const accountKey = (name: string): string =>
  Array.from(name.trim().normalize('NFKC').toLowerCase(), foldLetter).join('').normalize('NFKC');

const foldLetter = (letter: string): string =>
  letter === 'ı' ? letter : letter.toUpperCase().toLowerCase();

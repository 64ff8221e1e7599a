import Negotiator from 'negotiator';
import { defaultLocale, type Language, languages } from '@gatehouse/contracts/language/locale';

/** Longest `Accept-Language` that is looked at; a browser's is a tenth of that. */
const longest = 500;

/** The language of ours that `Accept-Language` (RFC 9110, 12.5.4) likes best; English where it names none. */
export function acceptedLanguage(header = ''): Language {
  const asked = new Negotiator({ headers: { 'accept-language': header.slice(0, longest) } });
  const liked = asked.language([...languages]);
  return languages.find((language) => language === liked) ?? defaultLocale;
}

import { type SQL, sql } from 'drizzle-orm';

/** Conditions for what names a person, whose names are compared without case. */
export interface Naming {
  /** @param document of type jsonb. */
  readonly inDocument: (document: SQL) => SQL;
  /** @param text what somebody typed as the name of an account. */
  readonly inAccountName: (text: SQL) => SQL;
  /** @param text words of any kind, in which addresses and numbers count alone. */
  readonly inText: (text: SQL) => SQL;
  /** The text without the addresses and numbers. */
  readonly without: (text: SQL) => SQL;
}

/** What stands in a text where an address was. */
export const erasedAddress = '[erased]';

/**
 * What counts as naming a person (C43). E-mail addresses and numbers are nobody else's: they count
 * wherever a text has them as a whole word. A username may be any word, such as `type` or `employee`:
 * it counts as the whole of what was typed as the name of an account, and nowhere else, so that
 * nobody chooses a name to have other people's records removed. Keys of documents never count.
 * @param names of one person; no names are found nowhere.
 */
export function naming(names: readonly string[]): Naming {
  const folded = names.map((name) => name.toLowerCase());
  const usernames = folded.filter((name) => !isAddress(name));
  const addresses = folded.filter(isAddress);
  const isUsername = (text: SQL) => sql`lower(${text}) = ANY (${sql.param(usernames)}::text[])`;
  const pattern = wholeWord(addresses);
  const inText = (text: SQL) => sql`lower(${text}) ~ ${pattern}`;
  return {
    // The first condition is quick, and true of few.
    inDocument: (document) => sql`(EXISTS (
        SELECT FROM unnest(${sql.param(folded)}::text[]) AS name
         WHERE strpos(lower(${document}::text), name) > 0)
      AND (EXISTS (
          SELECT FROM jsonb_path_query(${document}, '$.**.identifier') AS typed
           WHERE ${isUsername(sql`typed #>> '{}'`)})
        OR EXISTS (
          SELECT FROM jsonb_path_query(${document}, 'strict $.** ? (@.type() == "string")') AS said
           WHERE ${inText(sql`said #>> '{}'`)})))`,
    inAccountName: (text) => sql`(${isUsername(text)} OR ${inText(text)})`,
    inText,
    without: (text) => sql`regexp_replace(${text}, ${pattern}, ${erasedAddress}, 'gi')`,
  };
}

/** Usernames have neither sign (`contracts/src/fields.ts`); numbers are as in E.164. */
const isAddress = (name: string): boolean => /[@+]/.test(name);

/** A regular expression of PostgreSQL for any of the words, which are no part of a longer one. */
function wholeWord(words: readonly string[]): string {
  // Matches nothing: there is no end before a character.
  if (words.length === 0) return '$.';
  const escaped = words.map((word) => word.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`));
  return `(?<![[:alnum:]_.%+@-])(?:${escaped.join('|')})(?![[:alnum:]_@]|[.-]+[[:alnum:]_])`;
}

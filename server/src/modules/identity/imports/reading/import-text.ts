import { AppError } from '../../../../kernel/error.js';

/**
 * UTF-8 as text, without the mark that spreadsheets put before it.
 * @throws AppError `validation_failed` for any other encoding, rather than names without their letters
 */
export async function* decoded(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Buffer) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new AppError('validation_failed', { detail: notUnicode });
    }
  };
  for await (const chunk of chunks) yield decode(chunk);
  yield decode();
}

const notUnicode =
  'The file is not UTF-8. Save it as "CSV UTF-8", or in a text editor with the encoding UTF-8.';

/**
 * The first line of a text, and the whole text all the same.
 * @param longest characters of a first line that are looked at
 */
export async function withHeader(
  text: AsyncGenerator<string>,
  longest: number,
): Promise<{ header: string; text: AsyncIterable<string> }> {
  let begin = '';
  while (!begin.includes('\n') && begin.length < longest) {
    const next = await text.next();
    if (next.done) break;
    begin += next.value;
  }
  const [header = ''] = begin.split('\n', 1);
  return { header, text: joined(begin, text) };
}

async function* joined(begin: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield begin;
  yield* rest;
}

/** Lines, null for one that is longer than `longest` characters: of it nothing is kept. */
export async function* linesOf(
  texts: AsyncIterable<string>,
  longest: number,
): AsyncGenerator<string | null> {
  const orNull = (line: string) => (line.length > longest ? null : line);
  let rest = '';
  for await (const text of texts) {
    const lines = (rest + text).split('\n');
    // One character too many is enough to know that it is too long.
    rest = (lines.pop() ?? '').slice(0, longest + 1);
    yield* lines.map(orNull);
  }
  yield orNull(rest);
}

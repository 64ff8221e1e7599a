import { AppError } from '../../../../kernel/error.js';

const broken = (detail: string): AppError => new AppError('validation_failed', { detail });

/**
 * The elements of one JSON array (RFC 8259), each as text, while it comes: only where an element
 * ends is found here, what it says is for `JSON.parse`. So no element takes more memory than
 * `longest` characters, whatever the array holds, which parsers of whole documents do not promise.
 * @throws AppError `validation_failed` for what is no array of such elements
 */
export async function* jsonElements(
  chunks: AsyncIterable<string>,
  longest: number,
): AsyncGenerator<string> {
  const scanner = new ElementScanner(longest);
  for await (const chunk of chunks) yield* scanner.scan(chunk);
  scanner.end();
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const opening = new Set([0x5b, 0x7b]);
const closing = new Set([0x5d, 0x7d]);
const spaces = new Set([0x20, 0x09, 0x0a, 0x0d]);

class ElementScanner {
  /** Open brackets and braces; null before the array, 0 after it. */
  private depth: number | null = null;
  private inString = false;
  private escaped = false;
  /** The element so far. */
  private element = '';
  /** Whether another element must come: one follows a comma. */
  private owed = false;

  constructor(private readonly longest: number) {}

  *scan(chunk: string): Generator<string> {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const sign = chunk.charCodeAt(at);
      if (this.depth === null || this.depth === 0) {
        this.outside(sign);
        from = at + 1;
      } else if (this.inString) this.withinString(sign);
      else if (this.endsElement(sign)) {
        const element = this.take(chunk.slice(from, at), sign);
        if (element !== null) yield element;
        from = at + 1;
      }
    }
    if (this.depth) this.keep(chunk.slice(from));
  }

  end(): void {
    if (this.depth !== 0) throw broken('The file is no JSON array, or it does not end.');
  }

  /** Before the array only its bracket, after it nothing, and space on both sides. */
  private outside(sign: number): void {
    if (spaces.has(sign)) return;
    if (this.depth !== null || sign !== 0x5b) throw broken('The file must be one JSON array.');
    this.depth = 1;
  }

  private withinString(sign: number): void {
    if (this.escaped) this.escaped = false;
    else if (sign === backslash) this.escaped = true;
    else if (sign === quote) this.inString = false;
  }

  /** Follows the brackets; whether an element of the array ends before this sign. */
  private endsElement(sign: number): boolean {
    if (sign === quote) this.inString = true;
    else if (opening.has(sign)) this.depth = (this.depth ?? 0) + 1;
    else if (closing.has(sign)) this.depth = (this.depth ?? 0) - 1;
    return this.depth === 0 || (this.depth === 1 && sign === comma);
  }

  private take(rest: string, sign: number): string | null {
    this.keep(rest);
    const element = this.element.trim();
    this.element = '';
    const isLast = sign !== comma;
    if (element === '' && (this.owed || !isLast))
      throw broken('The JSON array has an empty place.');
    this.owed = !isLast;
    return element === '' ? null : element;
  }

  private keep(text: string): void {
    this.element += text;
    if (this.element.length > this.longest) throw broken('A record is too long.');
  }
}

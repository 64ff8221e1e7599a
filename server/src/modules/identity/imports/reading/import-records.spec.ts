import { describe, expect, it } from 'vitest';
import { csvType, jsonLinesType } from '@gatehouse/contracts/media-types';
import { type ImportRecord, readRecords } from './import-records.js';

async function* pieces(file: Buffer, size: number) {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
}

async function read(
  file: string | Buffer,
  type: string = csvType,
  size = 7,
): Promise<ImportRecord[]> {
  const chunks = pieces(Buffer.from(file), size);
  const records: ImportRecord[] = [];
  for await (const record of readRecords(type, chunks)) records.push(record);
  return records;
}

const ann = { email: 'ann@x.test', firstName: 'Änn', lastName: 'Doe, Dr.', attributes: {} };
const refusal = { code: 'validation_failed' };

describe('CSV', () => {
  it.each([
    ['commas', 'email,First Name,last_name\nann@x.test,Änn,"Doe, Dr."\n'],
    ['semicolons', 'email;First Name;last_name\r\nann@x.test;Änn;Doe, Dr.\r\n'],
    ['tabs', 'email\tfirstName\tlastName\nann@x.test\tÄnn\tDoe, Dr.'],
  ])('is read with %s, with and without a byte order mark', async (_name, file) => {
    for (const start of ['', '\u{FEFF}'])
      for (const size of [1, 7, 10_000])
        expect(await read(start + file, csvType, size)).toEqual([{ line: 2, fields: ann }]);
  });

  it.each([
    ['Windows-1252', Buffer.from('email,firstName,lastName\na@x.test,\u00c4nn,D\n', 'latin1')],
    ['UTF-16', Buffer.from('\u{FEFF}email,firstName,lastName\na@x.test,A,D\n', 'utf16le')],
  ])('in %s is refused with a word', async (_name, file) => {
    for (const type of [csvType, jsonLinesType])
      await expect(read(file, type)).rejects.toMatchObject({
        ...refusal,
        message: expect.stringContaining('not UTF-8'),
      });
  });

  it('goes on after a stray quotation mark, and says in which line it is', async () => {
    const file =
      'email,firstName,lastName\na@x.test,A "B",C\nann@x.test,Änn,"Doe, Dr."\nb@x.test,B"b,C';
    const problem = expect.stringContaining('quotation mark');
    const records = await read(file);
    expect(records.toSorted((one, other) => one.line - other.line)).toEqual([
      { line: 2, fields: null, problem },
      { line: 3, fields: ann },
      { line: 4, fields: null, problem },
    ]);
  });

  it.each([
    ['a mark that nothing closes', 'a@x.test,A,"B\nb@x.test,B,C\n'],
    ['words after a closing mark', 'a@x.test,"A"b,C\nb@x.test,B,C\n'],
    ['a record that is too long', `a@x.test,A,${'B'.repeat(20_000)}\nb@x.test,B,C\n`],
  ])('is refused with the line, where none after it can be told: %s', async (_name, rows) => {
    await expect(read(`email,firstName,lastName\nc@x.test,A,B\n${rows}`)).rejects.toMatchObject({
      ...refusal,
      message: expect.stringMatching(/^Line [34]: /),
    });
  });
});

it('JSON lines go on after one that is too long or is no JSON', async () => {
  const file = `{"a":1}\n{"a":"${'b'.repeat(20_000)}"}\n{"a"\n\n{"a":5}`;
  for (const size of [100, 100_000])
    expect(await read(file, jsonLinesType, size)).toEqual([
      { line: 1, fields: { a: 1 } },
      { line: 2, fields: null, problem: 'is too long' },
      { line: 3, fields: null },
      { line: 5, fields: { a: 5 } },
    ]);
});

import { createReadStream, createWriteStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import {
  type ExistingWish,
  existingWishes,
  type ExportFormat,
  exportFormats,
} from '@gatehouse/contracts/identity/imports';
import { csvType, jsonLinesType, jsonType } from '@gatehouse/contracts/media-types';
import { withServices } from './opened.js';
import { exitCodes, type OutputOptions, print, WrongUsage } from './outcome.js';

interface ImportOptions extends OutputOptions {
  readonly org?: string;
  readonly dryRun?: boolean;
  readonly invite?: boolean;
  readonly onExisting: ExistingWish;
}

interface ExportOptions {
  readonly org?: string;
  readonly format: ExportFormat;
  readonly to?: string;
}

/** Lines that are told one by one. */
const toldLines = 100;

/** `gatehouse import FILE`, `gatehouse export` */
export function addPeople(program: Command): void {
  program
    .command('import')
    .description(
      'Adds people from a file: CSV, JSON lines where its name ends in .jsonl, or one JSON array where it ends in .json.',
    )
    .argument('<file>', 'file to read')
    .option('--org <id>', 'organization, where there are several')
    .option('--dry-run', 'only say what would happen')
    .option('--invite', 'send a mail to choose a password to everybody who brings none')
    .addOption(
      new Option('--on-existing <wish>', 'what becomes of people who are there already')
        .choices(Object.keys(existingWishes))
        .default('skip'),
    )
    .action(importPeople);
  program
    .command('export')
    .description('Writes everybody of an organization out.')
    .option('--org <id>', 'organization, where there are several')
    .addOption(new Option('--format <format>', 'form').choices(exportFormats).default('csv'))
    .option('--to <file>', 'file to write, instead of the standard output')
    .action(exportPeople);
}

function typeOf(file: string): string {
  if (/\.json$/i.test(file)) return jsonType;
  return /\.(jsonl|ndjson)$/i.test(file) ? jsonLinesType : csvType;
}

/** Exit code 1 when a line was refused. */
async function importPeople(file: string, options: ImportOptions): Promise<void> {
  await access(file).catch(() => {
    throw new WrongUsage(`${file} cannot be read.`);
  });
  const outcome = await withServices(async (services) => {
    const caller = await services.operator.callerIn(options.org);
    const id = await services.imports.receive(caller, {
      type: typeOf(file),
      content: createReadStream(file),
      dryRun: options.dryRun ?? false,
      invite: options.invite ?? false,
      onExisting: options.onExisting,
    });
    // A server that runs may be at it too: they take turns.
    await services.importsJob.run(id);
    const refused = await services.importReports.listLines(
      caller,
      id,
      toldLines,
      undefined,
      'refused',
    );
    return { ...(await services.importReports.get(caller, id)), refusedLines: refused.data };
  });
  print(options, outcome, ({ created, updated, invited, refused, dryRun, refusedLines }) =>
    [
      `${created} people ${dryRun ? 'would be' : 'were'} added, ${updated} updated, ${invited} invited, ${refused} lines refused.`,
      ...refusedLines.map(({ line, email, message }) => `  line ${line} (${email}): ${message}`),
    ].join('\n'),
  );
  if (outcome.refused > 0) process.exitCode = exitCodes.failed;
}

async function exportPeople({ org, format, to }: ExportOptions): Promise<void> {
  await withServices(async (services) => {
    const caller = await services.operator.callerIn(org);
    const people = await services.exports.read(caller, format);
    const target = to === undefined ? process.stdout : createWriteStream(to, { mode: 0o600 });
    await pipeline(people, target, { end: to !== undefined });
  });
}

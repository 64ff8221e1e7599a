import { readFileSync, type Stats, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { Reader, type CityResponse } from 'mmdb-lib';
import { minutes } from '../../kernel/clock.js';
import type { Logger } from '../telemetry/logger.js';
import { type Place, PlaceFinder } from './place-finder.js';

/** Knows no place. */
class NoPlaces extends PlaceFinder {
  override readonly available = false;
  override find = (): null => null;
}

/** How often the file is looked at. */
const lookEvery = minutes(1);

/** Looks places up in a database of MaxMind's format, held in memory; a new file is taken up as it comes. */
class GeoIpPlaces extends PlaceFinder implements OnModuleInit, OnModuleDestroy {
  override readonly available = true;
  private reader: Reader<CityResponse>;
  /** What tells one file from another without reading it. */
  private mark: string;
  private timer: NodeJS.Timeout | undefined;

  /** @throws Error when the file cannot be read. */
  constructor(
    private readonly file: string,
    private readonly logger: Logger,
  ) {
    super();
    this.mark = markOf(statSync(file));
    this.reader = new Reader(readFileSync(file));
  }

  onModuleInit(): void {
    this.timer = setInterval(() => void this.refresh(), lookEvery).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  override async refresh(): Promise<void> {
    try {
      const mark = markOf(await stat(this.file));
      if (mark === this.mark) return;
      this.reader = new Reader(await readFile(this.file));
      this.mark = mark;
      this.logger.info('a new database of places was taken up', { file: this.file });
    } catch (error) {
      // A file that is half written is whole at the next look.
      this.logger.warn('the database of places cannot be read; the known one stays', { error });
    }
  }

  override find(address: string): Place | null {
    const found = this.reader.get(address);
    return found && placeOf(found);
  }
}

/** What a file holds and how old it is. @throws Error when it cannot be read. */
export async function describePlaces(file: string): Promise<string> {
  const { databaseType, buildEpoch } = new Reader(await readFile(file)).metadata;
  return `${file}: ${databaseType} of ${buildEpoch.toISOString().slice(0, 10)}`;
}

const markOf = ({ mtimeMs, size, ino }: Stats): string => `${mtimeMs} ${size} ${ino}`;

function placeOf({ location, country, city }: CityResponse): Place {
  const { latitude, longitude } = location ?? {};
  return {
    coordinates: latitude === undefined || longitude === undefined ? null : { latitude, longitude },
    country: country ? { code: country.iso_code, name: country.names.en } : null,
    city: city?.names?.en ?? null,
  };
}

/**
 * Opens a database of places; without a file there is none.
 * @throws Error when the file cannot be read.
 */
export const openPlaces = (file: string | undefined, logger: Logger): PlaceFinder =>
  file === undefined ? new NoPlaces() : new GeoIpPlaces(file, logger);

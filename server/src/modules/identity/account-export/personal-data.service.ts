import { Injectable } from '@nestjs/common';
import {
  PersonalData,
  type PersonalDataSource,
  type PersonalSection,
  type Subject,
} from './personal-data.port.js';

/** Everything that all modules know about a person. */
@Injectable()
export class PersonalDataService extends PersonalData {
  private readonly sources: PersonalDataSource[] = [];

  override register(source: PersonalDataSource): void {
    this.sources.push(source);
  }

  async *sections(person: Subject): AsyncGenerator<PersonalSection> {
    for (const source of this.sources) yield* source(person);
  }
}

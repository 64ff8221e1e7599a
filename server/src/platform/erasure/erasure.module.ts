import { Global, Module } from '@nestjs/common';
import { erasedWordsPlace } from '@gatehouse/contracts/events';
import { Resealer } from '../crypto/resealer.js';
import { Erasures } from './erasures.js';
import { ErasuresRepository } from './erasures.repository.js';
import { erasures } from './erasures.table.js';

/** Erasures that modules do by and by. */
@Global()
@Module({ providers: [ErasuresRepository, Erasures], exports: [Erasures] })
export class ErasureModule {
  constructor(resealer: Resealer) {
    resealer.register({
      table: erasures,
      id: erasures.subjectId,
      sealed: erasures.words,
      placeOf: erasedWordsPlace,
    });
  }
}

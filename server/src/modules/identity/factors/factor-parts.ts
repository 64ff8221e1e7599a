import type { Provider, Type } from '@nestjs/common';
import type { Factor } from './factor.js';

/** What a factor's folder brings along. */
export interface FactorParts {
  readonly factor: Type<Factor>;
  readonly providers: readonly Provider[];
  readonly controllers: readonly Type[];
}

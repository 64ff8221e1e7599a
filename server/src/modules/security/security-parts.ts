import type { Provider, Type } from '@nestjs/common';

/** What a feature of the module adds to it. */
export interface SecurityParts {
  readonly controllers: readonly Type[];
  readonly providers: readonly Provider[];
}

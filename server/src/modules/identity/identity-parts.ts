import type { Provider, Type } from '@nestjs/common';

/** What a feature's folder brings to the module. */
export interface IdentityParts {
  readonly controllers: readonly Type[];
  readonly providers: readonly Provider[];
}

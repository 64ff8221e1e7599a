import { Global, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Metrics } from '../telemetry/metrics.js';
import { AesFieldCipher } from './aes-field-cipher.js';
import { Argon2PasswordHasher } from './argon2-password-hasher.js';
import { FieldCipher } from './field-cipher.js';
import { KeyRing, openKeyRing } from './key-ring.js';
import { PasswordHasher } from './password-hasher.js';
import { Resealer } from './resealer.js';
import { SealedColumnsRepository } from './sealed-columns.repository.js';

@Global()
@Module({
  providers: [
    { provide: KeyRing, inject: [Config], useFactory: openKeyRing },
    {
      provide: FieldCipher,
      inject: [KeyRing],
      useFactory: (keys: KeyRing) => new AesFieldCipher(keys),
    },
    {
      provide: PasswordHasher,
      inject: [Config, Metrics],
      useFactory: (config: Config, metrics: Metrics) => new Argon2PasswordHasher(config, metrics),
    },
    SealedColumnsRepository,
    Resealer,
  ],
  exports: [KeyRing, FieldCipher, PasswordHasher, Resealer],
})
export class CryptoModule implements OnModuleInit, OnApplicationShutdown {
  constructor(private readonly hasher: PasswordHasher) {}

  onModuleInit(): void {
    if (this.hasher instanceof Argon2PasswordHasher) this.hasher.begin();
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.hasher instanceof Argon2PasswordHasher) await this.hasher.close();
  }
}

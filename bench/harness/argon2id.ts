/** Gatehouse's own parameters, for `@node-rs/argon2`, whose default algorithm is Argon2id. */
export const argon2id = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';

/** One of each algorithm and cost, as `$2b$12` and `$scrypt$ln=14,r=8,p=1` are. */
const kindsText = `
  SELECT DISTINCT ON (substring(password_hash FROM '^[^$]*\\$[^$]+\\$[^$]+')) password_hash AS hash
  FROM identity.users WHERE password_hash NOT LIKE '$argon2id$%'
  ORDER BY substring(password_hash FROM '^[^$]*\\$[^$]+\\$[^$]+') LIMIT $1`;

@Injectable()
export class ImportedHashesRepository {
  constructor(private readonly database: Database) {}

  /** An imported hash of each kind that an account still has. */
  async listKinds(limit: number): Promise<string[]> {
    const rows = await this.database.statement<{ hash: string }>('imported_hashes', kindsText, [
      limit,
    ]);
    return rows.map(({ hash }) => hash);
  }
}

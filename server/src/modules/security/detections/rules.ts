import { Injectable } from '@nestjs/common';
import type { DetectionKey } from '@gatehouse/contracts/security/detections';
import type { CountingRule, GatheringRule, Rule, SpecialRule } from './rule.js';
import { apiKeyMisuse } from './rules/api-key-misuse.js';
import { auditTampering } from './rules/told/audit-tampering.js';
import { codeGuessing } from './rules/code-guessing.js';
import { CodeSpraying } from './rules/spraying/code-spraying.service.js';
import { credentialStuffing } from './rules/credential-stuffing.js';
import { HighMemory } from './rules/high-memory.service.js';
import { ImpossibleTravel } from './rules/impossible-travel.service.js';
import { newDevices } from './rules/new-devices.js';
import { passwordGuessing } from './rules/password-guessing.js';
import { passkeyCloning } from './rules/told/passkey-cloning.js';
import { PasswordSpraying } from './rules/spraying/password-spraying.service.js';
import { refreshTokenTheft } from './rules/refresh-token-theft.js';

/** Every detection. A new one is a file and a line here. */
@Injectable()
export class Rules {
  readonly all: readonly Rule[];

  constructor(
    spraying: PasswordSpraying,
    codes: CodeSpraying,
    travel: ImpossibleTravel,
    memory: HighMemory,
  ) {
    this.all = [
      passwordGuessing,
      credentialStuffing,
      spraying,
      codeGuessing,
      codes,
      travel,
      newDevices,
      refreshTokenTheft,
      passkeyCloning,
      apiKeyMisuse,
      memory,
      auditTampering,
    ];
  }

  get(key: DetectionKey): Rule {
    const found = this.all.find((rule) => rule.key === key);
    if (!found) throw new Error(`no detection is named ${key}`);
    return found;
  }
}

/** Whether the attempts of the past tell what a rule would have found. */
export const canDryRun = (rule: Rule): rule is CountingRule | GatheringRule | SpecialRule =>
  'measure' in rule || ('dryRun' in rule && rule.missing === null);

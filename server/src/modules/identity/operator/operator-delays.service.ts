import { Injectable } from '@nestjs/common';
import { LiftingService } from '../lockout/lifting.service.js';
import type { PersonLine } from './operator.repository.js';
import { OperatorService } from './operator.service.js';

/** Delays of sign-ins, lifted from the command line. */
@Injectable()
export class OperatorDelaysService {
  constructor(
    private readonly operator: OperatorService,
    private readonly lifting: LiftingService,
  ) {}

  /** Lets a person try again at once whom failures make wait. @throws AppError `not_found` */
  async lift(name: string): Promise<PersonLine> {
    return this.operator.act(name, (tx, { id }) => this.lifting.lift(tx, id));
  }
}

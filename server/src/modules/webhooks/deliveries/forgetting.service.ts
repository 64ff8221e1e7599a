import { Injectable } from '@nestjs/common';
import { Erasures } from '../../../platform/erasure/erasures.js';
import { DeliveriesRepository } from './deliveries.repository.js';

/** What was sent about somebody who was erased is not kept (C43); an organization's endpoints go at once. */
@Injectable()
export class ForgettingService {
  constructor(deliveries: DeliveriesRepository, erasures: Erasures) {
    erasures.register('webhooks', { person: [deliveries.forgettingPerson], organization: [] });
  }
}

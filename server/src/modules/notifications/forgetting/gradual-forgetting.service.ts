import { Injectable } from '@nestjs/common';
import { Erasures } from '../../../platform/erasure/erasures.js';
import { DeliveriesRepository } from '../deliveries/deliveries.repository.js';
import { InboxRepository } from '../inbox/inbox.repository.js';
import { NoticesRepository } from '../notices/notices.repository.js';

/**
 * What is forgotten by and by of people and organizations that were erased (C43). What others were
 * told stays theirs, without the person's addresses in it: first what is to be told, so that nothing
 * comes after.
 */
@Injectable()
export class GradualForgettingService {
  constructor(
    notices: NoticesRepository,
    inbox: InboxRepository,
    deliveries: DeliveriesRepository,
    erasures: Erasures,
  ) {
    erasures.register('notifications', {
      person: [
        inbox.forgettingPerson,
        notices.forgettingNames,
        inbox.forgettingNames,
        deliveries.forgettingNames,
      ],
      organization: [
        notices.forgettingOrganization,
        inbox.forgettingOrganization,
        deliveries.forgettingOrganization,
      ],
    });
  }
}

import { Controller } from '@nestjs/common';
import { peopleRoutes } from '@gatehouse/contracts/identity/people';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { PeopleAddressesService } from './people-addresses.service.js';
import { PeopleDeedsService } from './people-deeds.service.js';
import { PeopleExportsService } from './people-exports.service.js';
import { PeoplePicturesService } from './people-pictures.service.js';
import { PeopleService } from './people.service.js';

@Controller()
export class PeopleController {
  constructor(
    private readonly people: PeopleService,
    private readonly deeds: PeopleDeedsService,
    private readonly addresses: PeopleAddressesService,
    private readonly exports: PeopleExportsService,
    private readonly pictures: PeoplePicturesService,
  ) {}

  @Route(peopleRoutes.list)
  list({ query }: Input<typeof peopleRoutes.list>) {
    const filter = {
      search: query.search,
      isActive: flagOf(query.isActive),
      emailVerified: flagOf(query.emailVerified),
      hasOrganization: flagOf(query.hasOrganization),
      createdFrom: dateOf(query['createdAt[gte]']),
      createdBefore: dateOf(query['createdAt[lt]']),
    };
    return this.people.list(filter, query.sort, query);
  }

  @Route(peopleRoutes.get)
  get({ params }: Input<typeof peopleRoutes.get>) {
    return this.people.get(params.id);
  }

  @Route(peopleRoutes.listSessions)
  listSessions({ params, query }: Input<typeof peopleRoutes.listSessions>) {
    return this.people.listSessions(params.id, query);
  }

  @Route(peopleRoutes.listMails)
  listMails({ params, query }: Input<typeof peopleRoutes.listMails>) {
    return this.people.listMails(params.id, query);
  }

  @Route(peopleRoutes.getSignInMeans)
  getSignInMeans({ params }: Input<typeof peopleRoutes.getSignInMeans>) {
    return this.people.getSignInMeans(params.id);
  }

  @Route(peopleRoutes.deactivate)
  deactivate({ caller, params, body }: Input<typeof peopleRoutes.deactivate>) {
    return this.deeds.deactivate(caller, { userId: params.id, ...body });
  }

  @Route(peopleRoutes.activate)
  activate({ caller, params, body }: Input<typeof peopleRoutes.activate>) {
    return this.deeds.activate(caller, { userId: params.id, ...body });
  }

  @Route(peopleRoutes.resetPassword)
  resetPassword({ caller, params, body }: Input<typeof peopleRoutes.resetPassword>) {
    return this.deeds.resetPassword(caller, { userId: params.id, ...body });
  }

  @Route(peopleRoutes.resetFactors)
  resetFactors({ caller, params, body }: Input<typeof peopleRoutes.resetFactors>) {
    return this.deeds.resetFactors(caller, { userId: params.id, ...body });
  }

  @Route(peopleRoutes.changeAddress)
  changeAddress({ caller, params, body }: Input<typeof peopleRoutes.changeAddress>) {
    return this.addresses.change(caller, { userId: params.id, ...body });
  }

  @Route(peopleRoutes.endSessions)
  endSessions({ caller, params, body }: Input<typeof peopleRoutes.endSessions>) {
    return this.deeds.endSessions(caller, { userId: params.id, ...body });
  }

  @Route(peopleRoutes.removePicture)
  removePicture({ caller, params, body }: Input<typeof peopleRoutes.removePicture>) {
    return this.pictures.remove(caller, { userId: params.id, ...body });
  }

  @Route(peopleRoutes.exportData)
  exportData({ caller, params, body }: Input<typeof peopleRoutes.exportData>) {
    return this.exports.request(caller, { userId: params.id, ...body });
  }
}

const flagOf = (text: 'true' | 'false' | undefined): boolean | undefined =>
  text === undefined ? undefined : text === 'true';

const dateOf = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text);

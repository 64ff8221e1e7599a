import { Controller } from '@nestjs/common';
import { etagOf } from '@gatehouse/contracts/etag';
import { profileRoutes } from '@gatehouse/contracts/identity/profile';
import { unchangedSince } from '../../../platform/http/etag.js';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { ProfileService } from './profile.service.js';

@Controller()
export class ProfileController {
  constructor(private readonly profiles: ProfileService) {}

  @Route(profileRoutes.get)
  async get({ caller, reply }: Input<typeof profileRoutes.get>) {
    const { account, profile } = await this.profiles.get(caller);
    void reply.header('etag', etagOf(account.updatedAt));
    return profile;
  }

  @Route(profileRoutes.update)
  async update({ caller, body, ifMatch, reply }: Input<typeof profileRoutes.update>) {
    const { account, profile } = await this.profiles.update(caller, body, unchangedSince(ifMatch));
    void reply.header('etag', etagOf(account.updatedAt));
    return profile;
  }
}

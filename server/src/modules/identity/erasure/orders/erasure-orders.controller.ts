import { Controller } from '@nestjs/common';
import { erasureOrderRoutes } from '@gatehouse/contracts/identity/erasure-orders';
import { type Input, Route } from '../../../../platform/http/route.decorator.js';
import { ErasureOrdersService } from './erasure-orders.service.js';

@Controller()
export class ErasureOrdersController {
  constructor(private readonly orders: ErasureOrdersService) {}

  @Route(erasureOrderRoutes.listAccounts)
  listAccounts({ query }: Input<typeof erasureOrderRoutes.listAccounts>) {
    return this.orders.listAccounts(query.search, query.limit, query.cursor);
  }

  @Route(erasureOrderRoutes.order)
  order({ caller, params, body }: Input<typeof erasureOrderRoutes.order>) {
    return this.orders.order(caller, params.id, body.reason);
  }

  @Route(erasureOrderRoutes.callOff)
  callOff({ caller, params }: Input<typeof erasureOrderRoutes.callOff>) {
    return this.orders.callOff(caller, params.id);
  }
}

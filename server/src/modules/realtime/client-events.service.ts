import { Injectable } from '@nestjs/common';
import { errors } from '@gatehouse/contracts/errors';
import {
  type Acknowledgement,
  type ClientEventName,
  clientEvents,
  rooms,
} from '@gatehouse/contracts/realtime';
import { Clock } from '../../kernel/clock.js';
import { AppError } from '../../kernel/error.js';
import { toAppError } from '../../platform/http/problem.js';
import { parsePart } from '../../platform/http/validation.js';
import { Logger } from '../../platform/telemetry/logger.js';
import { NotificationInbox } from '../notifications/inbox/notification-inbox.port.js';
import { LiveSockets } from './connections/live-sockets.js';
import type { RealtimeSocket } from './realtime-types.js';

type Handler = (socket: RealtimeSocket, data: unknown) => unknown;

/** Answers what clients send. Identity comes from the token and never from what is sent (C32). */
@Injectable()
export class ClientEventsService {
  private readonly handlers: Record<ClientEventName, Handler> = {
    'join:monitoring': (socket) => socket.join(rooms.monitoring()),
    'leave:monitoring': (socket) => socket.leave(rooms.monitoring()),
    'subscribe:notifications': (socket, data) => this.subscribe(socket, data),
    authenticate: (socket, data) => this.live.renew(socket, (data as { token: string }).token),
  };

  constructor(
    private readonly live: LiveSockets,
    private readonly inbox: NotificationInbox,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Handles one event, whatever a client made of it, and acknowledges it where it asks for that. */
  async receive(socket: RealtimeSocket, [name, ...sent]: readonly unknown[]): Promise<void> {
    const last = sent.at(-1);
    const acknowledge = typeof last === 'function' ? last : undefined;
    const answer = await this.answer(socket, name, acknowledge === sent[0] ? undefined : sent[0]);
    acknowledge?.(answer);
  }

  private async answer(
    socket: RealtimeSocket,
    name: unknown,
    sent: unknown,
  ): Promise<Acknowledgement<unknown>> {
    try {
      return { ok: true, data: await this.handle(socket, name, sent) };
    } catch (thrown) {
      const { code, cause } = toAppError(thrown);
      if (code === 'internal')
        this.logger.error('a socket event could not be handled', { error: cause });
      return { ok: false, error: { code, title: errors[code].title } };
    }
  }

  private async handle(socket: RealtimeSocket, name: unknown, sent: unknown): Promise<unknown> {
    const verdict = socket.data.budget.take(this.clock.time());
    if (verdict === 'exhausted') socket.disconnect(true);
    if (verdict !== 'allowed') throw new AppError('too_many_requests');
    if (!isClientEvent(name)) throw new AppError('not_found');
    const contract = clientEvents[name];
    const data = parsePart('body', contract.data, sent);
    if (name !== 'authenticate') await this.live.recheck(socket);
    if ('permission' in contract && !socket.data.caller.permissions.has(contract.permission))
      throw new AppError('forbidden');
    return contract.answer.parse(await this.handlers[name](socket, data));
  }

  /** Joins first, so that nothing falls between what was missed and what comes; it may come twice. */
  private async subscribe(socket: RealtimeSocket, data: unknown) {
    const { userId } = socket.data.caller;
    await socket.join(rooms.notifications(userId));
    const { since } = Object(data) as { since?: string };
    if (since === undefined) return { missed: [], hasMore: false };
    const missed = await this.inbox.listSince(userId, since);
    return { missed: missed.data, hasMore: missed.hasMore };
  }
}

const isClientEvent = (name: unknown): name is ClientEventName =>
  typeof name === 'string' && Object.hasOwn(clientEvents, name);

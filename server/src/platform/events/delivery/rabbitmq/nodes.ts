import type { Options } from 'amqplib';
import { portOf } from '../../../config/carrier.variables.js';

/** The nodes of a RabbitMQ cluster, of which one at a time is connected to. */
export class RabbitmqNodes {
  /** The one whose turn it is; amqplib reads it anew for each try. */
  readonly current: Options.Connect = {};
  private readonly nodes: readonly Options.Connect[];
  private turn = 0;

  /** @param urls of the nodes, in the order in which they are tried. */
  constructor(urls: readonly string[]) {
    this.nodes = urls.map(nodeOf);
    Object.assign(this.current, this.nodes[0]);
  }

  /** Gives the turn to the next one; after the last comes the first. */
  next(): void {
    this.turn = (this.turn + 1) % this.nodes.length;
    Object.assign(this.current, this.nodes[this.turn]);
  }
}

/** What a URL says, as amqplib's options; of what it leaves out, the default of the protocol. */
function nodeOf(url: string): Options.Connect {
  const parts = new URL(url);
  const { protocol, hostname, username, password, pathname, searchParams } = parts;
  const heartbeat = searchParams.get('heartbeat');
  return {
    protocol: protocol === 'amqps:' ? 'amqps' : 'amqp',
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: portOf(parts),
    username: decodeURIComponent(username) || 'guest',
    password: decodeURIComponent(password) || 'guest',
    vhost: pathname.slice(1) || '/',
    // Named where it is undefined, too, so that another node's does not stay.
    heartbeat: heartbeat === null ? undefined : Number(heartbeat),
  };
}

import { connect } from 'amqplib';

// The bare limit of events over RabbitMQ: each a message of its own that three quorum queues take,
// confirmed, with as many under way as the product has in one batch.
const [url = '', count = '1000', size = '700'] = process.argv.slice(2);
const underWay = 500;
const connection = await connect(url);
const channel = await connection.createConfirmChannel();
await channel.assertExchange('bench', 'topic');
for (const number of [1, 2, 3]) {
  const queue = `bench.${number}`;
  await channel.assertQueue(queue, { arguments: { 'x-queue-type': 'quorum' } });
  await channel.bindQueue(queue, 'bench', '#');
  await channel.purgeQueue(queue);
}
const content = Buffer.alloc(Number(size), 'x');
const started = performance.now();
for (let sent = 0; sent < Number(count); sent += underWay) {
  for (let number = sent; number < Math.min(sent + underWay, Number(count)); number += 1)
    channel.publish('bench', 'event', content, { persistent: true, mandatory: true });
  await channel.waitForConfirms();
}
const rate = (Number(count) / (performance.now() - started)) * 1000;
for (const number of [1, 2, 3]) await channel.deleteQueue(`bench.${number}`);
await connection.close();
process.stdout.write(JSON.stringify({ rate }));

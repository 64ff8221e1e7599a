import { hash, verify } from '@node-rs/argon2';
import { argon2id } from '../harness/argon2id.ts';

// The bare limit of a sign-in and of a sign-up: Argon2id with Gatehouse's parameters, two in flight.
const [kind = 'verify', seconds = '1'] = process.argv.slice(2);
const password = 'correct horse battery staple';
const known = await hash(password, argon2id);
const work = () => (kind === 'hash' ? hash(password, argon2id) : verify(known, password));

const started = performance.now();
const end = started + Number(seconds) * 1000;
let count = 0;
const lane = async () => {
  while (performance.now() < end) {
    await work();
    count += 1;
  }
};
await Promise.all([lane(), lane()]);
process.stdout.write(JSON.stringify({ rate: (count / (performance.now() - started)) * 1000 }));

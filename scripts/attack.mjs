import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { Webhook } from 'standardwebhooks';

// Signs in wrongly again and again, so that a person can watch what Gatehouse does about it: see
// docs/guide/security-monitor.md. Only ever against an installation of your own.
const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:3000' },
    email: { type: 'string', default: 'nobody@example.com' },
    /** Where the attempts seem to come from; GATEHOUSE_TRUSTED_PROXIES must name this machine. */
    from: { type: 'string', default: '198.51.100.7' },
    count: { type: 'string', default: '20' },
    /** Port on which webhooks are received and shown. */
    listen: { type: 'string' },
    /** Of the endpoint, to verify them. */
    secret: { type: 'string' },
  },
});

const say = (line) => process.stdout.write(`${line}\n`);
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

function verdictOf(body, headers, secret) {
  if (!secret) return 'not verified';
  try {
    new Webhook(secret).verify(body, headers);
    return 'signature holds';
  } catch {
    return 'WRONG SIGNATURE';
  }
}

/** Shows each webhook that comes, and whether it is signed as it should be. */
function receive(port, secret) {
  const show = async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    response.writeHead(204).end();
    say(`webhook  ${JSON.parse(body).type}  ${verdictOf(body, request.headers, secret)}`);
  };
  createServer((request, response) => void show(request, response)).listen(
    Number(port),
    '127.0.0.1',
    () => say(`webhooks are taken at http://127.0.0.1:${port}`),
  );
}

/** One wrong sign-in; waits as long as it is told when it comes too often. */
async function attempt(number) {
  const answer = await fetch(`${values.url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': values.from },
    body: JSON.stringify({ email: values.email, password: 'not the password' }),
  });
  const { code } = await answer.json();
  say(`attempt ${number}  ${answer.status} ${code}`);
  const wait = Number(answer.headers.get('retry-after') ?? 0);
  if (code !== 'too_many_requests') return code;
  say(`         waits ${wait} s, as it was told`);
  await pause(wait);
  return attempt(number);
}

if (values.listen) receive(values.listen, values.secret);
for (let number = 1; number <= Number(values.count); number += 1)
  if ((await attempt(number)) === 'address_blocked') {
    say(`${values.from} is blocked`);
    break;
  }

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

let gatehouse: RunningGatehouse;
let api: Api;
let owner: string;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const boss = await api.setUp(gatehouse.setupUrl, 'boss@example.com');
  owner = (await api.turnOnTotp(boss.access)).access;
});
afterAll(() => gatehouse?.stop());

const profileOf = async (token: string) => (await api.call('GET', '/auth/profile', { token })).body;
const patch = (token: string, body: object, path = '/auth/profile') =>
  api.call('PATCH', path, { token, body });

describe('a profile', () => {
  it('has a job title and a number, which the person and the organization change', async () => {
    const { id, access } = await api.add(owner, 'ada@example.com', 'EMPLOYEE');
    const mine = { jobTitle: 'Analyst', phone: '+49 (151) 123-45678' };
    expect((await patch(access, mine)).body).toMatchObject({
      jobTitle: 'Analyst',
      phone: '+4915112345678',
    });
    const theirs = await patch(owner, { jobTitle: null }, `/users/${id}`);
    expect(theirs.body).toMatchObject({ jobTitle: null, phone: '+4915112345678' });
    expect(await profileOf(access)).toMatchObject({ jobTitle: null, firstName: 'Grace' });
    for (const wrong of [{ phone: '0151' }, { jobTitle: 'x'.repeat(101) }, { jobTitle: 'a\u0000' }])
      expect((await patch(access, wrong)).status).toBe(422);
  });
});

describe('a picture', () => {
  const bytes = (...parts: (number[] | Buffer | string)[]) =>
    Buffer.concat(
      parts.map((part) =>
        typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part),
      ),
    );
  const wide = (value: number) => [value >> 24, value >> 16, value >> 8, value];
  /** Beginnings of pictures, which say how large they are. */
  const pngOf = (width: number, height: number) =>
    bytes(
      [0x89],
      'PNG',
      [13, 10, 26, 10, 0, 0, 0, 13],
      'IHDR',
      wide(width),
      wide(height),
      [8, 2, 0, 0, 0],
    );
  const jpegOf = (width: number, height: number) =>
    bytes(
      [0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, height >> 8, height, width >> 8, width, 3],
      Buffer.alloc(9),
    );
  const webpOf = (width: number, height: number) =>
    bytes(
      'RIFF',
      [22, 0, 0, 0],
      'WEBPVP8X',
      [10, 0, 0, 0, 0, 0, 0, 0],
      [width - 1, (width - 1) >> 8, 0],
      [height - 1, (height - 1) >> 8, 0],
    );
  const png = pngOf(256, 256);
  const webp = webpOf(256, 256);
  const send = async (token: string, content: Buffer, type: string) => {
    const response = await fetch(`${gatehouse.url}/api/v1/auth/picture`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      body: new Uint8Array(content),
    });
    const body = (await response.json()) as { pictureUrl: string; code: string; detail: string };
    return { status: response.status, ...body };
  };
  const see = (path: string) => fetch(gatehouse.url + path);

  it('is served as what it is, for good, and is gone when it is replaced or removed', async () => {
    const { access } = await api.newPerson('bob@example.com');
    expect(await profileOf(access)).toMatchObject({ pictureUrl: null });
    const { pictureUrl: first } = await send(access, png, 'image/png');
    expect(await profileOf(access)).toMatchObject({ pictureUrl: first });
    const seen = await see(first);
    expect(Buffer.from(await seen.arrayBuffer())).toEqual(png);
    expect(Object.fromEntries(seen.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    const { pictureUrl: second } = await send(access, webp, 'image/webp');
    expect(second).not.toBe(first);
    expect((await see(first)).status).toBe(404);
    expect((await see(second)).headers.get('content-type')).toBe('image/webp');
    expect((await api.call('DELETE', '/auth/picture', { token: access })).status).toBe(204);
    expect((await see(second)).status).toBe(404);
    expect(await profileOf(access)).toMatchObject({ pictureUrl: null });
  });

  it('attack: a page that calls itself a picture is refused, and one that lies is served as what it is', async () => {
    const { access } = await api.newPerson('mallory@example.com');
    const page = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    for (const type of ['image/png', 'image/svg+xml', 'text/html'])
      expect(await send(access, page, type)).toMatchObject({ code: 'unsupported_media_type' });
    const lie = await send(access, png, 'image/jpeg');
    expect((await see(lie.pictureUrl)).headers.get('content-type')).toBe('image/png');
  });

  it('attack: one that is too large is refused, and nobody guesses an address', async () => {
    const { access } = await api.newPerson('carol@example.com');
    const large = Buffer.concat([png, Buffer.alloc(256 * 1024)]);
    expect(await send(access, large, 'image/png')).toMatchObject({ status: 413 });
    const { pictureUrl } = await send(access, png, 'image/png');
    expect(pictureUrl).toMatch(/^\/api\/v1\/pictures\/[\w-]{43}$/);
    expect((await see(`/api/v1/pictures/${'A'.repeat(43)}`)).status).toBe(404);
  });

  it('attack: a small file that is a picture of gigabytes is refused, whatever its type', async () => {
    const { access } = await api.newPerson('eve@example.com');
    for (const make of [pngOf, jpegOf, webpOf]) {
      expect(await send(access, make(2048, 2048), 'image/png')).toMatchObject({ status: 200 });
      for (const [width, height] of [
        [2049, 10],
        [10, 30_000],
      ] as const)
        expect(await send(access, make(width, height), 'image/png')).toMatchObject({
          status: 422,
          detail: `A picture is 2048 pixels wide and high at most; this one is ${width} by ${height}.`,
        });
    }
    const cut = png.subarray(0, 20);
    expect(await send(access, cut, 'image/png')).toMatchObject({ code: 'unsupported_media_type' });
  });

  const tellings = async (token: string) => {
    const { body } = await api.call('GET', '/notifications', { token });
    const titles = (body.data as { title: string }[]).map(({ title }) => title);
    return titles.filter((title) => title === 'Your picture was removed').length;
  };

  it('is taken away by an administrator above its person, or by the staff; the person is told', async () => {
    const { id, access } = await api.add(owner, 'dave@example.com', 'EMPLOYEE');
    const peer = await api.add(owner, 'peer@example.com', 'EMPLOYEE');
    const { pictureUrl } = await send(access, png, 'image/png');
    const removeOf = (token: string) => api.call('DELETE', `/users/${id}/picture`, { token });
    expect((await removeOf(peer.access)).status).toBe(403);
    expect((await removeOf(owner)).status).toBe(204);
    expect((await see(pictureUrl)).status).toBe(404);
    expect((await removeOf(owner)).status).toBe(204);
    await expect.poll(() => tellings(access)).toBe(1);

    const alone = await api.newPerson('alone@example.com');
    const { pictureUrl: theirs } = await send(alone.access, png, 'image/png');
    const whose = String((await api.validate(alone.access)).body.userId);
    const away = { token: owner, body: { reason: 'Offends others' } };
    const intervened = await api.call('POST', `/admin/users/${whose}/picture/remove`, away);
    expect(intervened.status).toBe(204);
    expect((await see(theirs)).status).toBe(404);
    await expect.poll(() => tellings(alone.access)).toBe(1);
  });
});

/** A browser without a screen: keeps cookies and follows redirects by hand. */
export class ForeignBrowser {
  private readonly jar = new Map<string, string>();

  /**
   * Signs in at a provider, by a name where it asks for one.
   * @returns where the provider sends the browser back to.
   */
  async approve(authorizationUrl: string, redirectUri: string, name: string): Promise<URL> {
    let url = new URL(authorizationUrl);
    let body: URLSearchParams | undefined;
    for (let hops = 0; hops < 10; hops += 1) {
      const response = await this.send(url, body);
      const location = response.headers.get('location');
      body = undefined;
      if (location !== null) {
        url = new URL(location, url);
        if (url.href.startsWith(`${redirectUri}?`)) return url;
      } else if (response.ok) body = new URLSearchParams({ login: name });
      else throw new Error(`${url.pathname} answered ${response.status}: ${await response.text()}`);
    }
    throw new Error('The provider never sent the browser back');
  }

  private async send(url: URL, body: URLSearchParams | undefined): Promise<Response> {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      method: body ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie },
      ...(body ? { body } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split('=', 2);
      if (value === '') this.jar.delete(name);
      else this.jar.set(name, value);
    }
    return response;
  }
}

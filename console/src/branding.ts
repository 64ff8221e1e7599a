const contentOf = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';

/** What the operator calls the product; the server writes it into the page's head. */
export const productName = contentOf('application-name') || 'Gatehouse';

/** Address of its picture; empty for the console's own. */
export const productLogo = contentOf('application-logo');

/**
 * Where to go after signing in: only a path of this console. `//evil`, `/\evil`, other origins and
 * `javascript:` all lead to the start page (attack 29).
 */
export const safeRedirect = (target: string | undefined, origin: string): string => {
  if (target === undefined || !target.startsWith('/')) return '/';
  // oxlint-disable-next-line no-control-regex -- browsers drop these from addresses unseen
  if (/[\\\u0000-\u001f\u007f]/.test(target)) return '/';
  const url = URL.canParse(target, origin) ? new URL(target, origin) : undefined;
  if (url === undefined || url.origin !== origin || url.pathname.startsWith('//')) return '/';
  return url.pathname + url.search + url.hash;
};

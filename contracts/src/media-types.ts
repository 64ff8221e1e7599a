/** Forms in which people come in and go out: CSV (RFC 4180), JSON lines, and one JSON array. */
export const csvType = 'text/csv';
export const jsonLinesType = 'application/x-ndjson';
export const jsonType = 'application/json';
/** A mail, as it goes from server to server (RFC 5322). */
export const messageType = 'message/rfc822';
/** Pictures of people. */
export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type PictureType = (typeof pictureTypes)[number];
export const zipType = 'application/zip';

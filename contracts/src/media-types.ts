/** Forms in which people come in and go out: CSV (RFC 4180), JSON lines, and one JSON array. */
export const csvType = 'text/csv';
export const jsonLinesType = 'application/x-ndjson';
export const jsonType = 'application/json';
export const zipType = 'application/zip';

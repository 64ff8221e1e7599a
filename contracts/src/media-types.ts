/** Forms in which people come in and go out: CSV (RFC 4180) and JSON lines. */
export const csvType = 'text/csv';
export const jsonLinesType = 'application/x-ndjson';
export const zipType = 'application/zip';

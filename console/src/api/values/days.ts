/**
 * The moment a day begins where the reader is, or one that is so many days later, as the server
 * takes it. Undefined for what is no day.
 * @param day such as 2026-11-21.
 */
export const beginOf = (day: string | undefined, later = 0): string | undefined => {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? '') ?? [];
  if (year === undefined) return undefined;
  // By its parts: a day that is not 24 hours long is one day all the same.
  const begin = new Date(Number(year), Number(month) - 1, Number(date) + later);
  return Number.isNaN(begin.getTime()) ? undefined : begin.toISOString();
};

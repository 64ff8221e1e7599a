import { type ApiKeyUsage, usageDays } from '@gatehouse/contracts/identity/api-keys';

const dayLength = 86_400_000;

/** Every day of the last 90, oldest first, those without a call too. */
export const everyDay = (
  { days }: ApiKeyUsage,
  now: number,
): { label: string; value: number }[] => {
  const calls = new Map(days.map((entry) => [entry.day, entry.calls]));
  return Array.from({ length: usageDays }, (_, index) => {
    const label = new Date(now - (usageDays - 1 - index) * dayLength).toISOString().slice(0, 10);
    return { label, value: calls.get(label) ?? 0 };
  });
};

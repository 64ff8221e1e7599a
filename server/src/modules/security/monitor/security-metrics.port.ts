import type { SecurityMetrics } from '@gatehouse/contracts/security/monitor';

/** How the installation stands, for whoever shows it to staff. */
export abstract class SecurityMetricsSource {
  /** As of now; two or three small queries. */
  abstract current(): Promise<SecurityMetrics>;
}

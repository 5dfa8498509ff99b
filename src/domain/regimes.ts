import type { Regime } from "./policy.ts";
import type { Duration } from "./time.ts";

/** A law that asks for reports of incidents, each within a time of its own (`config/regimes.yml`). */
export interface RegimeLaw {
  readonly id: Regime;
  readonly title: string;
  /** Who gets the reports, by the law, in words. */
  readonly reportsTo: string;
  readonly clocks: readonly Clock[];
}

/** One report, and the time that the law leaves for it. */
export interface Clock {
  /** The key under `regimes.<regime>` of the incident plan. */
  readonly id: string;
  readonly title: string;
  readonly within: Duration;
  readonly clause: string;
}

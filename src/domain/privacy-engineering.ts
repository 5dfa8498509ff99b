import type { Day, Duration } from "./time.ts";

/** What its front matter says; the checklists of four gates stand below it. */
export interface PrivacyEngineering {
  readonly reviewed: Day;
}

/** For how long a review of the privacy engineering document is good. */
export const PRIVACY_ENGINEERING_GOOD_FOR: Duration = "180d";

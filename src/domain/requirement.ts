import type { ActsNext, Source } from "./catalogue.ts";
import type { Case } from "./case.ts";
import type { Exception, Location } from "./decision.ts";
import type { FindingOutcome } from "./outcome.ts";
import type { Instant } from "./time.ts";

/** A named control. One file a gate, in `gates/`. */
export interface Gate {
  readonly id: string;
  /** In the order in which people read them. */
  requirements(c: Case): readonly Requirement[];
}

/** One thing that must be shown. */
export interface Requirement {
  /** Without the gate: `contact-point`. */
  readonly id: string;
  /** Several results where several things fail by themselves; at least one. */
  check(c: Case): Result | readonly Result[];
  /** Only for a team's own items, which no catalogue knows. */
  readonly source?: Source;
}

/** What a requirement found: what was seen, what was wanted, where. */
export interface Result {
  readonly outcome: FindingOutcome;
  readonly message: string;
  readonly locations: readonly Location[];
  /** In place of the catalogue's. */
  readonly remedy?: string;
  readonly actsNext?: ActsNext;
  /** When time alone may change this result. */
  readonly changesAt?: Instant;
  /** What it rests on instead of something that was shown. */
  readonly exceptions?: readonly Exception[];
  /** Waiting only because nobody asked GitHub. */
  readonly onlyGitHub?: true;
}

type Details = Partial<
  Pick<Result, "locations" | "remedy" | "actsNext" | "changesAt" | "exceptions">
>;

const result = (outcome: FindingOutcome, message: string, details: Details = {}): Result => ({
  outcome,
  message,
  locations: [],
  ...details,
});

export const satisfied = (message: string, details?: Details): Result =>
  result("satisfied", message, details);

export const unsatisfied = (message: string, details?: Details): Result =>
  result("unsatisfied", message, details);

export const waiting = (message: string, details?: Details): Result =>
  result("waiting", message, details);

export const notApplicable = (message: string, details?: Details): Result =>
  result("not-applicable", message, details);

export const notDue = (message: string, details?: Details): Result =>
  result("not-due", message, details);

/** The evidence could not be read; Portcullis tries again by itself unless `actsNext` says otherwise. */
export const unknown = (message: string, details?: Details): Result =>
  result("unknown", message, { actsNext: "portcullis", ...details });

/** What a local clone cannot know. */
export const onlyGitHub = (what: string): Result => ({
  ...result("waiting", `Only GitHub can tell ${what}.`, {
    remedy: "Open the pull request: there Portcullis looks by itself.",
    actsNext: "portcullis",
  }),
  onlyGitHub: true,
});

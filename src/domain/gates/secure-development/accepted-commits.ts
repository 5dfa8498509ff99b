import type { Case } from "../../case.ts";
import type { Exception } from "../../decision.ts";
import { acceptedDeviation } from "../../exceptions.ts";
import { at } from "../../reading.ts";
import { isAccepted } from "../security-review/deviations.ts";

/** The commits that a security review accepts although nobody reviewed them. */
export interface Accepted {
  /** The id of the deviation that accepts a commit; null where none does. Remembered in `used`. */
  by(commit: string): string | null;
  readonly used: ReadonlySet<string>;
  /** Those that were used. */
  exceptions(): readonly Exception[];
}

/**
 * What the deviations of the security review accept today. One that is not complete, or over,
 * accepts nothing; nor does a review that is broken, or whose deviations have a problem.
 */
export function acceptedCommits(c: Case): Accepted {
  const reading = c.documents.securityReview;
  const used = new Set<string>();
  const document = reading.status === "read" ? reading.document : null;
  const isBroken =
    document === null ||
    document.broken ||
    document.problems.some(({ field }) => /^(deviations|date)(\.|$)/.test(field));
  const accepted = isBroken
    ? []
    : (document.fields.deviations ?? []).filter((deviation) =>
        isAccepted(deviation, document.fields.date, c.today),
      );
  return {
    used,
    exceptions: () =>
      document === null
        ? []
        : (document.fields.deviations ?? []).flatMap((deviation, index) =>
            used.has(deviation.id) && accepted.includes(deviation)
              ? [acceptedDeviation(deviation, at(document, `deviations.${index}`), c)]
              : [],
          ),
    by: (commit) => {
      const by = accepted.find(({ commits }) =>
        (commits ?? []).some((named) => commit.startsWith(named.toLowerCase())),
      );
      if (by) used.add(by.id);
      return by?.id ?? null;
    },
  };
}

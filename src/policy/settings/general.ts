import { z } from "zod";

import { REGIMES, secondsOf } from "../../domain/index.ts";
import type { Regime } from "../../domain/index.ts";
import { duration, oneOf, scalar, text, yesNo } from "../../text/index.ts";
import type { ScalarSchema } from "../../text/index.ts";
import { key } from "../key.ts";
import type { Key } from "../key.ts";
import { free, moreIsStricter, ranked, shorterIsStricter } from "../order.ts";
import type { Order } from "../order.ts";
import { withoutRepeats } from "./lists.ts";

/** A key whose values are words, from strict to loose. */
function words<const Word extends string>(
  path: string,
  strictToLoose: readonly Word[],
  options: { silence?: "strictest" } = {},
): Key<Word> {
  return key(path, ranked(strictToLoose, options), oneOf(strictToLoose));
}

function freely<T>(path: string, schema: z.ZodType<T>): Key<T> {
  return key(path, free<T>(), schema);
}

export const version = freely("version", oneOf(["1"]));

export const extended = freely(
  "extends",
  scalar(
    "a repository such as acme/policies",
    "Write OWNER/REPO; its policy is read from .github/portcullis.yml there.",
    (written) => (/^[a-z\d][a-z\d_-]*\/[a-z\d._-]+$/i.test(written) ? written : undefined),
  ),
);

/** Without this an upper policy could undo everything below it at a stroke. */
export const mode = words("mode", ["enforce", "observe"], { silence: "strictest" });

export const criticality = words("criticality", ["critical", "high", "standard", "low"]);

export const regimes = key(
  "regimes",
  moreIsStricter<Regime>((regime) => regime),
  withoutRepeats(z.array(oneOf(REGIMES))),
);

export const whenUnready = words("releases.when-unready", ["redraft", "prerelease", "report"]);
export const annotate = freely("releases.annotate", yesNo);

export const deploymentsOf = words("deployments.of", ["release", "commit"]);
export const whenBlocked = freely("deployments.when-blocked", oneOf(["wait", "reject"]));

const LONGEST_WAIT = "30d";

/** GitHub lets a job wait 30 days at most. */
const wait: ScalarSchema<string> = scalar(
  `a duration such as 7d, of ${LONGEST_WAIT} at most`,
  "Write a shorter duration; GitHub lets a deployment wait no longer.",
  (written) => {
    const read = duration.safeParse(written);
    if (!read.success) return undefined;
    return (secondsOf(read.data) ?? Infinity) <= (secondsOf(LONGEST_WAIT) ?? 0)
      ? read.data
      : undefined;
  },
);

export const giveUpAfter = key("deployments.give-up-after", shorterIsStricter(), wait);

export const comment = freely("comment", yesNo);
export const requestReviews = freely("request-reviews", oneOf(["when-ready", "always", "never"]));
export const unlinkedAuthors = words("unlinked-authors", ["block", "ignore"]);

type Headings = Readonly<Record<string, readonly string[]>>;

/** Headings only come on top of each other: they change what a section is called, not what it says. */
const headingsAdd: Order<Headings> = {
  words: "none is stricter",
  layer: (floor, upper) => {
    const holds: Record<string, readonly string[]> = { ...floor };
    for (const [section, names] of Object.entries(upper)) {
      holds[section] = [...new Set([...(holds[section] ?? []), ...names])];
    }
    return { holds };
  },
};

const names = withoutRepeats(z.array(text).min(1));

/** `headings.<section>`: further headings that a team uses for a section. */
export const headings = key<Headings>("headings", headingsAdd, ({ sections }) =>
  z
    .strictObject(Object.fromEntries(sections.map((section) => [section, names.optional()])))
    .transform((written): Headings => {
      const said = Object.entries(written).filter(([, headingsOf]) => headingsOf !== undefined);
      return Object.fromEntries(said) as Record<string, readonly string[]>;
    }),
);

import { z } from "zod";

import type { Pattern } from "../../domain/index.ts";
import { pattern, patternInAnyCase } from "../../text/index.ts";
import { key } from "../key.ts";
import { leavesOut, moreIsStricter } from "../order.ts";
import type { Order } from "../order.ts";

const patterns = z.array(pattern).min(1);

/** Which pull requests are candidates: each list that is given must match. */
interface PullRequests {
  readonly base?: readonly Pattern[] | undefined;
  readonly head?: readonly Pattern[] | undefined;
  readonly labels?: readonly Pattern[] | undefined;
}

const LISTS = ["base", "head", "labels"] as const;

/** Each list narrows what is a candidate, and each glob in a list widens it. */
const moreCandidates: Order<PullRequests> = {
  words: "more candidates ─▶ fewer",
  layer: (floor, upper) => {
    for (const name of LISTS) {
      const [wanted, written] = [floor[name], upper[name]];
      if (written === undefined) continue;
      if (wanted === undefined) {
        return {
          says: `has ${name}, which leaves out some pull requests`,
          floor: `has no ${name}`,
          remedy: `Remove ${name}.`,
        };
      }
      const texts = written.map(({ text }) => text);
      const leftOut = wanted.map(({ text }) => text).filter((text) => !texts.includes(text));
      if (leftOut.length > 0) return leavesOut(leftOut);
    }
    return { holds: { ...floor, ...upper } };
  },
};

export const pullRequests = key<PullRequests>(
  "candidates.pull-requests",
  moreCandidates,
  z
    .strictObject({
      base: patterns.optional(),
      head: patterns.optional(),
      labels: patterns.optional(),
    })
    .refine((lists) => LISTS.some((name) => lists[name] !== undefined), {
      params: {
        expected: "base, head or labels",
        remedy: "Name at least one list of globs, or remove the key.",
      },
    }),
);

export const tags = key<readonly Pattern[]>(
  "candidates.tags",
  moreIsStricter(({ text }) => text),
  patterns,
);

/**
 * Letter case does not count in GitHub's names of environments: `Production` would be a way around.
 * https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments
 */
export const environments = key<readonly Pattern[]>(
  "candidates.environments",
  moreIsStricter(({ text }) => text.toLowerCase()),
  z.array(patternInAnyCase).min(1),
);

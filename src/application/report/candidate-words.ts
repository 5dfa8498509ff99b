import type { CandidateKind } from "../../domain/index.ts";

/** How a candidate is called, by what brought its commit up. Words of ours, fit for Markdown. */
interface CandidateWords {
  /** Inside a sentence: "this pull request". */
  readonly name: string;
  /** Why Portcullis asks nothing of it, as a whole sentence. */
  readonly notARelease: string;
}

const NOTHING_ASKED = "so Portcullis asks nothing of it.";

const WORDS: Readonly<Record<CandidateKind, CandidateWords>> = {
  "pull-request": {
    name: "this pull request",
    notARelease: `By the repository’s policy this pull request is not a release, ${NOTHING_ASKED}`,
  },
  "merge-group": {
    name: "this group of the merge queue",
    notARelease: `By the repository’s policy no pull request in this group of the merge queue is a release, ${NOTHING_ASKED}`,
  },
  commit: {
    name: "this commit",
    notARelease: `By the repository’s policy this commit is not a release, ${NOTHING_ASKED}`,
  },
  release: {
    name: "this release",
    notARelease: `By the repository’s policy this tag is not one of a release, ${NOTHING_ASKED}`,
  },
  deployment: {
    name: "this deployment",
    notARelease: `By the repository’s policy this deployment is not one of a release, ${NOTHING_ASKED}`,
  },
};

/** The words for a kind of candidate. */
export function candidateWords(kind: CandidateKind): CandidateWords {
  return WORDS[kind];
}

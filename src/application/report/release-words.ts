import { worst, type Outcome } from "../../domain/index.ts";
import type { Names } from "../ports.ts";
import { code, link, literal } from "./escape.ts";
import { explanation, headline } from "./headline.ts";
import { count, STATES } from "./names.ts";
import { decisionOutcome, isPartial } from "./overview.ts";
import { list, paragraph, type Block } from "./pages.ts";
import { plainLine } from "./plain.ts";
import type { ReleaseReport } from "./release-report.ts";

/** Names of publishers that are shown; organisations have release teams, not crowds. */
const PUBLISHERS_SHOWN = 6;
const ID_SHOWN = 12;

/** Where a release stands: itself, and with the other releases of the same commit. */
export interface ReleaseStanding {
  readonly own: Outcome;
  readonly outcome: Outcome;
  /** Plain text. */
  readonly title: string;
}

/** The worst of all releases of the commit counts: a check belongs to the commit. */
export function releaseStanding(report: ReleaseReport): ReleaseStanding {
  const { decision, catalogue, mode } = report;
  const own = worst([
    decisionOutcome(decision),
    // On GitHub nothing may be left out.
    ...(isPartial(decision) ? (["unknown"] as const) : []),
  ]);
  const outcome = worst([own, ...report.otherReleases.map((other) => other.outcome)]);
  if (outcome === own) return { own, outcome, title: headline(decision, catalogue, mode, own) };
  const other = report.otherReleases.find((one) => one.outcome === outcome);
  const word = mode === "observe" ? "Would block" : STATES[outcome].word;
  const title = `${word}: release ${plainLine(other?.tag ?? "")} has the same commit, and is not through`;
  return { own, outcome, title };
}

/** "Release `v1.4.0` (draft) of commit `9c01e4bd0f0b`", linked to the commit. */
export function whichRelease({ release, decision, repositoryUrl }: ReleaseReport): string {
  const { commit } = decision.candidate;
  const linked = link(shortId(commit), `${repositoryUrl}/commit/${commit}`);
  return release.id === null
    ? `Tag ${code(release.tag)} (no release yet) at commit ${linked}`
    : `Release ${code(release.tag)} (${condition(release)}) of commit ${linked}`;
}

/** What became, and becomes, of the release; one or two sentences after where it stands. */
export function consequence(report: ReleaseReport, own: Outcome): readonly string[] {
  const { release, mode, action } = report;
  const isPublished = release.id !== null && !release.draft;
  if (own === "passed") {
    if (isPublished) return [];
    const what = release.id === null ? "A release of this tag" : "This draft";
    return [`${what} can be published by ${publishers(report.publishers)}.`];
  }
  if (mode === "observe") return [];
  switch (action) {
    case "redraft":
      return [
        release.draft
          ? "It was published without passing, so Portcullis has turned it back into a draft. Publish it again once everything here is done."
          : // GitHub may refuse, and this is written before it is asked.
            "It was published without passing, so Portcullis turns it back into a draft, or says in an issue why that cannot be. Publish it again once everything here is done.",
      ];
    case "prerelease":
      return [
        "It was published without passing, so Portcullis keeps it marked as a pre-release until everything here is done.",
      ];
    case "report":
      return [
        "It was published without passing. Portcullis leaves it as it is, and says so in an issue.",
      ];
    case "none":
      return isPublished
        ? ["It is published already."]
        : [release.id === null ? "Do not release this tag yet." : "Do not publish this draft yet."];
  }
}

/** That the tag points elsewhere than at what passed; nothing where it was not moved. */
export function moved({ release, passedAt, decision }: ReleaseReport): readonly string[] {
  const { commit } = decision.candidate;
  if (passedAt === null || passedAt === commit) return [];
  return [
    `⚠️ **Tag ${code(release.tag)} was moved after the release passed:** it pointed at ${shortId(passedAt)}, now at ${shortId(commit)}. What was shown for the one does not count for the other.`,
  ];
}

/** The other releases of the commit, each with what was decided for it. */
export function otherReleases(report: ReleaseReport): Block[] {
  return list(
    "Releases of the same commit, each decided by itself; the check shows the worst of them:",
    report.otherReleases.map(({ tag, outcome }) => {
      const { symbol, word } = STATES[outcome];
      return `${code(tag)}: ${symbol} ${word}`;
    }),
    7,
  );
}

/** The first sentences of the page: where it stands, then what follows from it. */
export function releaseOpening(report: ReleaseReport, own: Outcome): readonly Block[] {
  const { decision, catalogue, mode } = report;
  const about = [explanation(decision, catalogue, mode, own), ...consequence(report, own)];
  const isHeldByOther = releaseStanding(report).outcome !== own;
  const others = otherReleases(report);
  const which = `${whichRelease(report)}${isHeldByOther ? ", by itself:" : "."} ${about.join(" ")}`;
  const itself = [which, ...moved(report)].map((text) => paragraph(text));
  // Nobody is to read "it may ship" over a red check.
  return isHeldByOther ? [...others, ...itself] : [...itself, ...others];
}

/** "mona or team acme/release-managers", as Markdown that mentions nobody. */
export function publishers({ users, teams }: Names): string {
  const all = [...users.map(literal), ...teams.map((team) => `team ${literal(team)}`)];
  if (all.length === 0) return "the release authority";
  const more = all.length - PUBLISHERS_SHOWN;
  const shown = all.slice(0, PUBLISHERS_SHOWN);
  const names = more > 0 ? [...shown, count(more, "other")] : shown;
  const last = names.at(-1) ?? "";
  return names.length === 1 ? last : `${names.slice(0, -1).join(", ")} or ${last}`;
}

/** The beginning of a commit's id, as code. */
export function shortId(commit: string): string {
  return code(commit.slice(0, ID_SHOWN));
}

function condition({ draft, prerelease, immutable }: ReleaseReport["release"]): string {
  if (draft) return "draft";
  const kind = prerelease ? "pre-release" : "published";
  return immutable ? `${kind}, immutable` : kind;
}

import { code, literal, prose } from "./escape.ts";
import { gateBody } from "./gate-run.ts";
import { shortGateTable, state } from "./gate-table.ts";
import { headline } from "./headline.ts";
import { STATES } from "./names.ts";
import { counts, gateOutcome, tasks } from "./overview.ts";
import { list, page, paragraph, type Block } from "./pages.ts";
import { clip, plainLine } from "./plain.ts";
import { RELEASE, type ReleaseReport } from "./release-report.ts";
import { moved, releaseStanding, shortId, whichRelease } from "./release-words.ts";
import { exceptions, footer, reviewAt } from "./sections.ts";

/** GitHub answers 422 "title is too long (maximum is 256 characters)". */
const TITLE_LIMIT = 256;

// GitHub's pages have no button for it. Without the tag: what people paste must not hold what others wrote.
const REDRAFT = "turn it back into a draft by hand (`gh release edit` with `--draft`)";

/** Why a release that was published without passing was not taken back. */
export interface NotTakenBack {
  /** `policy`: it wants a report only; `refused`: GitHub did not let us; `immutable`: nobody can. */
  readonly code: "immutable" | "refused" | "policy";
  /** What GitHub answered. */
  readonly detail: string | null;
}

/** By this line our own issue about a release is known again. Nothing that people write can produce it. */
export function issueMarker(id: number): string {
  return `<!-- portcullis release ${id} -->`;
}

/** The issue about a release that was published without passing and stays published. */
export function releaseIssue(
  report: ReleaseReport,
  why: NotTakenBack,
): { readonly title: string; readonly body: string } {
  const { release, decision, catalogue, repositoryUrl } = report;
  const { own } = releaseStanding(report);
  const title = `Release ${release.tag} was published without passing`;
  return {
    title: clip(plainLine(title), TITLE_LIMIT),
    body: page([
      ...(release.id === null ? [] : [paragraph(issueMarker(release.id))]),
      paragraph(
        `**${whichRelease(report)} was published without passing, and is still public.** ${STATES[own].symbol} ${literal(headline(decision, catalogue, "enforce", own))}.`,
      ),
      ...moved(report).map((text) => paragraph(text)),
      paragraph(`### What happened\n\n${happened(why)}`),
      paragraph(
        "### What it means\n\nThe release is out, although not everything that data protection and security ask of it has been shown for this commit. Whoever uses it may be using something that nobody has approved.",
      ),
      ...whatToDo(report, why),
      ...(decision.gates.length === 0 ? [] : [shortGateTable(decision, catalogue)]),
      ...decision.gates.flatMap((gate) => {
        if (gateOutcome(gate) === "passed") return [];
        const body = gateBody(gate, catalogue, { repositoryUrl, decision });
        return [paragraph(`**${literal(gate.title)}:** ${state(gate)}`, 8), ...body];
      }),
      ...exceptions(decision, catalogue),
      ...reviewAt(decision),
      ...footer(decision, repositoryUrl),
    ]),
  };
}

/** The closing words of the issue; `report` is the newest, where there is one. */
export function solvedIssue(
  report: ReleaseReport | null,
  how: "passed" | "redrafted" | "deleted",
): string {
  const tag = report === null ? "" : ` ${code(report.release.tag)}`;
  const commit = report === null ? "" : ` for commit ${shortId(report.decision.candidate.commit)}`;
  switch (how) {
    case "passed":
      return `✅ Release${tag} has passed${commit}: everything that is asked of it has been shown. Nothing is left to do here.`;
    case "redrafted":
      return `Release${tag} is a draft again. What is missing stands in the check ${code(RELEASE)}; this is done, as nothing is public any more that has not passed.`;
    case "deleted":
      return `Release${tag} was deleted, so nothing is left to do here. Copies that people have taken of it are not gone.`;
  }
}

function happened({ code: reason, detail }: NotTakenBack): string {
  const answer = detail === null ? "" : ` GitHub’s answer: ${literal(detail)}`;
  switch (reason) {
    case "immutable":
      return `Somebody published it before it had passed. Portcullis could not turn it back into a draft, because it is an immutable release: nobody can.${answer}`;
    case "refused":
      return `Somebody published it before it had passed. Portcullis tried to turn it back into a draft, and GitHub refused.${answer}`;
    case "policy":
      return "Somebody published it before it had passed. The policy says that such a release is reported, and not taken back (`releases.when-unready: report`).";
  }
}

function whatToDo(report: ReleaseReport, why: NotTakenBack): Block[] {
  const { decision, catalogue } = report;
  const own = tasks(decision.gates.filter(counts), catalogue).filter(({ who }) => who === "author");
  const author = own.map((task) =>
    [prose(task.message), ...(task.remedy === null ? [] : [prose(task.remedy)])].join(" — "),
  );
  const nothing = "Nothing of what is missing is yours to do. Answer what others ask about it.";
  return [
    paragraph("### What to do now"),
    ...list("**The author**", author.length === 0 ? [nothing] : author, 8),
    ...list("**The release manager**", releaseManager(report, why), 9),
  ];
}

function releaseManager({ release }: ReleaseReport, { code: reason }: NotTakenBack) {
  const decide =
    "Decide whether it may stay public meanwhile; the DPO and the security adviser can tell what is at stake.";
  const closes = "Once it passes, is a draft again, or is deleted, Portcullis closes this issue.";
  switch (reason) {
    case "immutable":
      return [
        decide,
        `If it may: get what is missing below done. ${release.prerelease ? "It is marked as a pre-release, which tells people to wait." : "Marking it as a pre-release, and a line in its notes, tell people to wait."}`,
        "If it may not: delete it, and publish what has passed under a new version. The name of the tag cannot be used again.",
        closes,
      ];
    case "refused":
      return [
        decide,
        `If it may not: ${REDRAFT}, or delete it.`,
        "Have an administrator look at the App’s permissions. Where the release’s commit changes workflows against the default branch, GitHub asks for `workflows: write`.",
        closes,
      ];
    case "policy":
      return [decide, `If it may not: ${REDRAFT}.`, closes];
  }
}

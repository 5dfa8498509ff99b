import { code, ended, literal } from "./escape.ts";
import { exceptions } from "./exceptions.ts";
import { namedGate } from "./gate-run.ts";
import { shortGateTable } from "./gate-table.ts";
import { headline } from "./headline.ts";
import { STATES } from "./names.ts";
import { counts, gateOutcome, tasks } from "./overview.ts";
import { list, page, paragraph, type Block } from "./pages.ts";
import { clip, plainLine } from "./plain.ts";
import { RELEASE, type ReleaseReport } from "./release-report.ts";
import { moved, releaseStanding, shortId, whichRelease } from "./release-words.ts";
import { footer, reviewAt } from "./sections.ts";

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
        "### What it means\n\nThe release is out, although not everything that data protection and security ask of it has been shown for this commit. Whoever uses it relies on what nobody has shown yet.",
      ),
      ...whatToDo(report, why),
      ...(decision.gates.length === 0 ? [] : [shortGateTable(decision, catalogue)]),
      ...decision.gates
        .filter((gate) => gateOutcome(gate) !== "passed")
        .flatMap((gate) => namedGate(gate, catalogue, { repositoryUrl, decision })),
      ...exceptions(decision, catalogue, { repositoryUrl, decision }),
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
  const name = report === null ? "The release" : `Release ${code(report.release.tag)}`;
  const commit = report === null ? "" : ` for commit ${shortId(report.decision.candidate.commit)}`;
  switch (how) {
    case "passed":
      return `✅ ${name} has passed${commit}: what is asked of it has been shown. Nothing is left to do here.`;
    case "redrafted":
      return `${name} is a draft again, so it is not public any more. What it still lacks stands in the check ${code(RELEASE)} of its commit. Nothing is left to do here.`;
    case "deleted":
      return `${name} was deleted. Nothing is left to do here; copies that people took of it are not gone.`;
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
  return [
    paragraph("### What to do now"),
    ...list("**The author**", author(report), 8),
    ...list("**The release manager**", releaseManager(report, why), 9),
  ];
}

/** How to mend each thing stands below, under its gate. */
function author({ decision, catalogue, release }: ReleaseReport): readonly string[] {
  const todo = tasks(decision.gates.filter(counts), catalogue);
  const own = todo.filter(({ who, outcome }) => who === "author" && outcome !== "waiting");
  if (own.length === 0)
    return ["Nothing of what is missing is yours to do. Answer what those ask who act next."];
  return [
    `A release keeps its commit. What needs a change of a file is mended on the branch, and goes out with a new version; ${release.immutable ? "so does what needs an upload, because the release is immutable. An approval can still be given" : "what needs an upload or an approval can still be done"} for this one.`,
    ...own.map((task) => ended(task.message)),
  ];
}

function releaseManager({ release }: ReleaseReport, { code: reason }: NotTakenBack) {
  const decide =
    "Decide whether it may stay public meanwhile; the DPO and the security adviser can tell what is at stake.";
  const closes =
    "Once it has passed, is a draft again or is deleted, Portcullis closes this issue.";
  switch (reason) {
    case "immutable":
      return [
        decide,
        `If it may: get what is missing below done. ${release.prerelease ? "It is marked as a pre-release, which tells people to wait." : "Marking it as a pre-release, and a line in its notes, tell people to wait."}`,
        "If it may not: delete it, and publish what has passed under a new version. The name of the tag cannot be used again.",
        "Once it has passed or is deleted, Portcullis closes this issue.",
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

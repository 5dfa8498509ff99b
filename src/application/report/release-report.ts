import type { GateDecision, Outcome } from "../../domain/index.ts";
import type { CheckRun, Names } from "../ports.ts";
import { annotations } from "./annotations.ts";
import { exceptions } from "./exceptions.ts";
import { literal } from "./escape.ts";
import { namedGate, settled } from "./gate-run.ts";
import { gateTable } from "./gate-table.ts";
import { CONCLUSIONS } from "./names.ts";
import { gateOutcome, rolesAsked } from "./overview.ts";
import { fold, page, type Block } from "./pages.ts";
import { clip, plainLine } from "./plain.ts";
import { RECHECK } from "./recheck.ts";
import { releaseOpening, releaseStanding } from "./release-words.ts";
import type { Report } from "./report.ts";
import { confirmations, footer, reviewAt } from "./sections.ts";

/** The check run that a ruleset requires on tags; only green for a commit decided as a release. */
export const RELEASE = "portcullis/release";

/** Everything that is said to people about one release, or a tag that has none yet. */
export interface ReleaseReport extends Report {
  readonly release: {
    readonly tag: string;
    readonly draft: boolean;
    readonly prerelease: boolean;
    readonly immutable: boolean;
    /** Null: a tag without a release. */
    readonly id: number | null;
  };
  /** Who may publish: the release authority's users and teams, as the policy names them. */
  readonly publishers: Names;
  /** What Portcullis did, or does right after this, about a release published without passing. */
  readonly action: "none" | "redraft" | "prerelease" | "report";
  /** Other releases of the same commit, with what was decided for them. */
  readonly otherReleases: readonly { readonly tag: string; readonly outcome: Outcome }[];
  /** The commit at which it passed before its tag was moved; null where it was not moved. */
  readonly passedAt: string | null;
}

/**
 * The one check run of a release: there are none for its gates, so what everybody needs is in it.
 * The summary says what is missing, the text what is in order.
 */
export function releaseRun(report: ReleaseReport): CheckRun {
  const { decision, catalogue, mode, repositoryUrl } = report;
  const { own, outcome, title } = releaseStanding(report);
  return {
    name: RELEASE,
    conclusion: mode === "observe" ? "neutral" : CONCLUSIONS[outcome],
    title: clip(plainLine(title), 255),
    summary: page([
      ...releaseOpening(report, own),
      ...(decision.gates.length === 0 ? [] : [gateTable(decision, catalogue)]),
      ...decision.gates.flatMap((gate) => toDo(gate, report)),
      ...asked(report, own),
      ...exceptions(decision, catalogue, { repositoryUrl, decision }),
      ...reviewAt(decision),
      ...footer(decision, repositoryUrl),
    ]),
    text: inOrder(report),
    annotations: decision.gates.flatMap((gate) =>
      annotations(gate, catalogue, mode === "enforce" && gate["enforce-from"] === undefined),
    ),
    actions: [RECHECK],
  };
}

/** What is to be done about one gate, under its name; nothing where it is open. */
function toDo(gate: GateDecision, { catalogue, decision, repositoryUrl }: ReleaseReport): Block[] {
  return gateOutcome(gate) === "passed"
    ? []
    : namedGate(gate, catalogue, { repositoryUrl, decision });
}

/** While others are still at work nobody is asked to approve: it can be read, it need not be. */
function asked({ decision, catalogue }: ReleaseReport, own: Outcome): Block[] {
  const blocks = confirmations(rolesAsked(decision, catalogue), catalogue);
  if (own === "waiting") return blocks;
  return blocks.map((block) => fold("What an approval will confirm", { ...block, before: "" }));
}

function inOrder({ decision, catalogue, repositoryUrl }: ReleaseReport): string | null {
  const blocks = decision.gates.flatMap((gate) =>
    settled(gate, catalogue, { repositoryUrl, decision }).map((block) => ({
      ...block,
      before: `**${literal(gate.title)}**\n\n${block.before}`,
    })),
  );
  return blocks.length === 0 ? null : page(blocks);
}

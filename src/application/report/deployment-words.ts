import {
  worst,
  type Catalogue,
  type Decision,
  type Duration,
  type Instant,
  type Problem,
} from "../../domain/index.ts";
import type { EvidenceUnavailable } from "../ports.ts";
import { code, ended, literal, prose } from "./escape.ts";
import { WHY } from "./fixed-runs.ts";
import { hasExceptions, headline } from "./headline.ts";
import { count, listed, moment, people, person } from "./names.ts";
import { counts, decisionOutcome, isPartial, tasks, whoActs } from "./overview.ts";
import { clip, plainLine } from "./plain.ts";

/**
 * https://docs.github.com/rest/actions/workflow-runs#review-custom-deployment-protection-rules-for-a-workflow-run:
 * GitHub shows at most so many characters of a comment.
 */
const COMMENT_LIMIT = 1_024;
const NAME_LIMIT = 120;
const LINE_LIMIT = 320;

/** What is answered to GitHub: the job goes on, waits, or fails. */
export type DeploymentState = "approved" | "held" | "rejected";

/** Everything that is said about one deployment, by why it stands as it does. */
export type DeploymentReport = {
  readonly environment: string;
  /** Full object id of what would be deployed. */
  readonly commit: string;
} & (
  | {
      readonly why: "decided";
      readonly state: DeploymentState;
      readonly decision: Decision;
      readonly catalogue: Catalogue;
      /** In `observe` the state is `approved`, whatever was decided. */
      readonly mode: "enforce" | "observe";
      /** What the policy would do with a deployment that has not passed; said in `observe`. */
      readonly whenBlocked: "wait" | "reject";
    }
  | { readonly why: "no-policy"; readonly state: DeploymentState }
  /** The policy does not name the environment: approved at once. */
  | { readonly why: "not-a-candidate"; readonly state: "approved" }
  | {
      readonly why: "policy-broken";
      readonly state: DeploymentState;
      readonly problems: readonly Problem[];
    }
  | {
      /** No tag that is a release by the policy points at the commit. */
      readonly why: "no-release";
      readonly state: DeploymentState;
      /** The policy's patterns for such tags. */
      readonly tags: readonly string[];
      readonly mode: "enforce" | "observe";
      readonly whenBlocked: "wait" | "reject";
    }
  | {
      readonly why: "could-not-tell";
      /** `approved` in `observe`. */
      readonly state: DeploymentState;
      readonly reason: Pick<EvidenceUnavailable, "code" | "message">;
    }
  | {
      /** It was held for as long as the policy allows. */
      readonly why: "given-up";
      readonly state: "rejected";
      readonly since: Instant;
      readonly after: Duration;
      /** How it stood in the end; null where not even that could be told. */
      readonly last: { readonly decision: Decision; readonly catalogue: Catalogue } | null;
    }
);

/**
 * The words in the review box of a deployment, at most 1,024 characters of Markdown: where it
 * stands, what is missing, who acts next. What does not fit is left out by whole lines.
 */
export function deploymentWords(report: DeploymentReport): string {
  return fitting(lines(report));
}

function lines(report: DeploymentReport): readonly string[] {
  const about = `About the deployment to ${name(report.environment)} of commit ${code(report.commit.slice(0, 12))}`;
  switch (report.why) {
    case "decided":
      return decided(report, about);
    case "no-policy":
      return [
        verdict(report.state, "this repository has no policy of Portcullis"),
        `${about}. ${report.state === "approved" ? "Without a policy nothing is asked of it." : "Next to act: an administrator, who puts `.github/portcullis.yml` on the default branch, or takes Portcullis off this environment."}`,
      ];
    case "not-a-candidate":
      return [
        verdict("approved", "nothing is asked of this environment"),
        `${about}. The policy does not name it under \`candidates.environments\`.`,
      ];
    case "policy-broken":
      return [
        verdict(report.state, "the policy cannot be used"),
        `${about}. Next to act: an administrator, who mends the policy on the default branch.`,
        ...report.problems.map(({ path, line, message, remedy }) =>
          bounded(
            `${message} ${remedy}`,
            (text) => `- ${code(path)}, line ${line}: ${prose(text)}`,
          ),
        ),
        ...afterwards(report.state),
      ];
    case "no-release":
      return noRelease(report, about);
    case "could-not-tell": {
      const why = WHY[report.reason.code];
      return [
        report.state === "approved"
          ? `**✅ Approved: Portcullis only watches here. It would hold: could not tell: ${why.title}**`
          : verdict(report.state, `could not tell: ${why.title}`),
        `${about}. ${why.explanation} What could not be read does not count as shown.`,
        why.remedy,
        bounded(report.reason.message, (text) => `What was answered: ${literal(text)}`),
      ];
    }
    case "given-up": {
      const { since, after, last } = report;
      return [
        verdict("rejected", `held since ${moment(since)} for ${after}, and still not passed`),
        `${about}. **Run the job again once everything is done**; until then nothing is deployed.`,
        ...(last === null
          ? ["In the end it could not be told how it stood."]
          : [`In the end: ${literal(told(last.decision, last.catalogue))}.`, ...missing(last)]),
      ];
    }
  }
}

function decided(
  report: Extract<DeploymentReport, { why: "decided" }>,
  about: string,
): readonly string[] {
  const { decision, catalogue, state, mode, whenBlocked } = report;
  const { release } = decision.candidate;
  const what = `${about}${release === undefined ? "" : `, release ${name(release)}`}.`;
  const stands = told(decision, catalogue);
  const passed = outcomeOf(decision) === "passed";
  if (mode === "observe" && !passed)
    return [
      `**✅ Approved: Portcullis only watches here. It would ${whenBlocked === "wait" ? "hold" : "reject"}: ${literal(stands)}**`,
      what,
      ...missing(report),
    ];
  if (passed && state === "approved")
    return [
      verdict(state, stands),
      `${what} What is asked of it has been shown for exactly this commit${hasExceptions(decision) ? ", apart from these exceptions" : ""}.`,
    ];
  return [verdict(state, stands), what, ...missing(report), ...afterwards(state)];
}

function noRelease(
  report: Extract<DeploymentReport, { why: "no-release" }>,
  about: string,
): readonly string[] {
  const { state, tags, mode, whenBlocked } = report;
  const said = "no release tag points at this commit";
  const shown = tags.slice(0, 3).map(name);
  const more = tags.length - shown.length;
  const patterns = listed([...shown, ...(more > 0 ? [count(more, "more pattern")] : [])]);
  return [
    mode === "observe"
      ? `**✅ Approved: Portcullis only watches here. It would ${whenBlocked === "wait" ? "hold" : "reject"}: ${said}**`
      : verdict(state, said),
    `${about}. Only a release goes to this environment.`,
    `Release tags look like ${patterns}. Next to act: whoever makes the release, by tagging this commit, or by deploying one that has a release tag.`,
    ...(mode === "observe" ? [] : afterwards(state)),
  ];
}

const SYMBOLS: Readonly<Record<DeploymentState, string>> = {
  approved: "✅ Approved",
  held: "⏳ Held",
  rejected: "⛔ Rejected",
};

function verdict(state: DeploymentState, said: string): string {
  return `**${SYMBOLS[state]}: ${literal(said)}**`;
}

/** What a decision comes to, for behind a colon: "3 things to do, next: the author". */
function told(decision: Decision, catalogue: Catalogue): string {
  const said = headline(decision, catalogue, "enforce", outcomeOf(decision));
  const rest = said.replace(/^(?:Passed|Blocked): /, "");
  return rest.charAt(0).toLowerCase() + rest.slice(1);
}

/** On GitHub nothing may be left out. */
function outcomeOf(decision: Decision) {
  return worst([decisionOutcome(decision), ...(isPartial(decision) ? (["unknown"] as const) : [])]);
}

/** Who acts, then each thing to do; what people can do now comes first. */
function missing({
  decision,
  catalogue,
}: {
  readonly decision: Decision;
  readonly catalogue: Catalogue;
}): readonly string[] {
  const todo = tasks(decision.gates.filter(counts), catalogue);
  const now = todo.filter(({ outcome }) => outcome !== "waiting");
  const later = todo.filter(({ outcome }) => outcome === "waiting");
  const then = later.length === 0 ? "" : `, then ${people(whoActs(later))}`;
  const next =
    todo.length === 0
      ? []
      : [
          now.length === 0
            ? `Next to act: ${people(whoActs(later))}.`
            : `Next to act: ${people(whoActs(now))}${then}.`,
        ];
  return [
    ...next,
    ...[...now, ...later].map((task) =>
      bounded(task.message, (text) => `- ${ended(text)} (${person(task.who)})`),
    ),
  ];
}

function afterwards(state: DeploymentState): readonly string[] {
  switch (state) {
    case "approved":
      return [];
    case "held":
      return ["The job goes on by itself once this is done."];
    case "rejected":
      return ["Run the job again once this is done."];
  }
}

/** A name from outside, as code, short enough to leave room for what matters. */
function name(value: string): string {
  return bounded(value, code, NAME_LIMIT);
}

/** What people wrote, cut until it takes no more than its share once it is made harmless. */
function bounded(text: string, write: (text: string) => string, limit = LINE_LIMIT): string {
  const tidy = plainLine(text);
  for (let room = tidy.length; room > 1; room = Math.floor(room * 0.8)) {
    const written = write(clip(tidy, room));
    if (written.length <= limit) return written;
  }
  return write("…");
}

/** As many lines as fit, and how many more there are. The first always fits. */
function fitting(all: readonly string[]): string {
  const text = all.join("\n\n").replaceAll("\n\n- ", "\n- ");
  if (text.length <= COMMENT_LIMIT) return text;
  for (let kept = all.length - 1; kept > 1; kept -= 1) {
    const note = `… and ${count(all.length - kept, "more line")}: see the checks of the commit.`;
    const shorter = [...all.slice(0, kept), note].join("\n\n").replaceAll("\n\n- ", "\n- ");
    if (shorter.length <= COMMENT_LIMIT) return shorter;
  }
  return clip(all[0] ?? "", COMMENT_LIMIT);
}

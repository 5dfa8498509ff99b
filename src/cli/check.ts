import {
  decide,
  gatherEvidence,
  type Knowledge,
  markdownReport,
  readInForce,
  serialise,
  textReport,
} from "../application/index.ts";
import type { Decision } from "../domain/index.ts";
import {
  CHECK_OPTIONS,
  type CheckRequest,
  type Format,
  readCheckRequest,
} from "./check-request.ts";
import { type Command, couldNotRun, type ExitCode, type Surroundings } from "./command.ts";
import { GitFailure } from "./git/index.ts";
import { type LocalClone, openLocalClone, POLICY_PATH } from "./local-clone.ts";
import { policyProblems } from "./policy-problems.ts";
import { terminal } from "./terminal.ts";

const DETAILS = `The commit is read, never the working tree: what is not committed does not count.
A day given with --at means noon of it, UTC.

What only GitHub knows (approvals, who wrote what, files of a release) is waited
for; with --offline it is shown as left out, and does not count.

The range of changes begins at the nearest ancestor tag of a release; without
one, where the history left --base; without either there is no range.`;

/** `portcullis check`: decides a commit of a local clone, and shows the decision. */
export function checkCommand(loadKnowledge: () => Knowledge): Command {
  return {
    name: "check",
    summary: "Shows what is missing before a commit of a local clone may be released.",
    details: DETAILS,
    options: CHECK_OPTIONS,
    async run(given, surroundings) {
      const request = readCheckRequest(given, surroundings);
      if (request.status === "misunderstood") {
        return couldNotRun(surroundings, `${request.message} See portcullis check --help.`);
      }
      try {
        return await check(request.value, loadKnowledge(), surroundings);
      } catch (error) {
        if (error instanceof GitFailure) return couldNotRun(surroundings, error.message);
        throw error;
      }
    },
  };
}

async function check(
  request: CheckRequest,
  knowledge: Knowledge,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const opened = await openLocalClone(request.folder, request, surroundings.environment);
  if (opened.status === "refused") return couldNotRun(surroundings, opened.message);
  const { source } = opened;
  const read = await readInForce(source, knowledge);
  if (typeof read === "string") return couldNotRun(surroundings, noPolicy(request, source));
  const { evidence, policy } = await gatherEvidence(source, read.snapshot, read.inForce.sources, {
    now: request.at,
    knowledge,
  });
  const decision = decide(evidence, knowledge, { leaveOutGitHub: request.offline });
  if (policy === null) {
    surroundings.stdout.write(
      request.format === "text"
        ? policyProblems(decision)
        : shown(decision, request.format, knowledge, surroundings),
    );
    return couldNotRun(surroundings, brokenPolicy(request, decision));
  }
  surroundings.stdout.write(shown(decision, request.format, knowledge, surroundings));
  return decision.outcome === "passed" ? 0 : 1;
}

function shown(
  decision: Decision,
  format: Format,
  { catalogue }: Knowledge,
  surroundings: Surroundings,
): string {
  switch (format) {
    case "json":
      return serialise(decision);
    case "markdown":
      return withLineEnd(markdownReport(decision, catalogue));
    case "text":
      return withLineEnd(textReport(decision, catalogue, terminal(surroundings)));
  }
}

function noPolicy({ base, ref }: CheckRequest, { candidate }: LocalClone): string {
  const where = base === null ? `${ref} (${candidate.commit.slice(0, 12)})` : `--base ${base}`;
  const how = "Write one, as docs/reference/policy.md of Portcullis shows, and commit it";
  return `There is no policy at ${POLICY_PATH} in ${where}. ${how}: only what is committed is read.`;
}

function brokenPolicy({ base, ref }: CheckRequest, decision: Decision): string {
  const problems = decision.gates.flatMap(({ findings }) => findings).length;
  const count = problems === 1 ? "a problem" : `${problems} problems`;
  const mend = "Mend what is listed above, commit it, and check again";
  return `The policy at ${POLICY_PATH} in ${base ?? ref} has ${count}. ${mend}.`;
}

function withLineEnd(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

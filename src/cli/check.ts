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
import type { CheckRequest, Format } from "./check-request.ts";
import { couldNotRun, type ExitCode, type Surroundings } from "./command.ts";
import { type LocalClone, openLocalClone, POLICY_PATH } from "./local-clone.ts";
import { policyProblems } from "./policy-problems.ts";
import { terminal } from "./terminal.ts";

/**
 * Reads a commit of a local clone, decides, and prints the decision. A policy that cannot be
 * understood is printed too, and could not be checked with.
 */
export async function check(
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
  if (request.format === "text" && decision.outcome === "waiting" && !request.offline) {
    surroundings.stdout.write(HINT);
  }
  return decision.outcome === "passed" ? 0 : 1;
}

const HINT = "A local clone cannot know what only GitHub can tell; --offline leaves it out.\n";

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
  const policy = `The policy at ${POLICY_PATH} in ${base ?? ref}`;
  const mend = "Mend what is listed above, commit it, and check again.";
  if (decision.outcome === "unknown") return `${policy} cannot be read in full. ${mend}`;
  const problems = decision.gates.flatMap(({ findings }) => findings).length;
  return `${policy} has ${problems === 1 ? "a problem" : `${problems} problems`}. ${mend}`;
}

function withLineEnd(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

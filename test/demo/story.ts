import type { PullRequestHandle, User } from "../simulator/index.ts";
import { shopDocuments } from "../support/shop.ts";
import type { Stage } from "../support/stage.ts";
import { playRelease } from "./release-story.ts";
import type { Screen } from "./screen.ts";

const PLAN = "docs/incident-response-plan.md";
const CONTACT_POINT =
  'contact-point:\n  name: Acme response centre\n  email: incident@acme.example\n  phone: "+47 22 00 00 00"\n  hours: 24/7\n';
const LOGS =
  "## Logs\nAccess and change events of every service are shipped to a separate account within a minute, and deleted after 90 days.\n";

/**
 * Plays how acme/shop v1.4.0 becomes releasable, and is released. Answers whether every step showed
 * what it should.
 */
export async function play(stage: Stage, screen: Screen): Promise<boolean> {
  const { people } = stage;
  let allAsExpected = true;
  const expect = (ok: boolean, text: string) => {
    allAsExpected &&= ok;
    screen.verdict(ok, text);
  };

  screen.step(
    "Kari opens the pull request for v1.4.0. Two parts of the incident plan are missing.",
  );
  const pullRequest = stage.releasePullRequest({ documents: incompleteDocuments() });
  await stage.settled();
  screen.gates(pullRequest);
  screen.quote(whatIsMissing(pullRequest));
  expect(
    state(pullRequest) === "failure" && askedFor(pullRequest).length === 0,
    "Blocked. The lines of the plan are annotated; nobody is asked to approve yet.",
  );

  screen.step("Kari completes the plan, and pushes.");
  pullRequest.commit({
    author: people.author,
    message: "Complete the incident response plan",
    files: { [PLAN]: shopDocuments()[PLAN] ?? "" },
  });
  await stage.settled();
  screen.gates(pullRequest);
  screen.note(`Review requested from ${askedFor(pullRequest).join(", ")}`);
  screen.quote(whatApprovalConfirms(pullRequest));
  expect(
    state(pullRequest) === "action_required" && askedFor(pullRequest).includes("ola-hansen"),
    "Nothing but approvals is missing. Those who can give them are asked, and told what they confirm.",
  );

  await approveOneByOne(stage, pullRequest, screen);
  expect(state(pullRequest) === "success", "Passed: the pull request can be merged.");

  screen.step("Kari pushes once more: a late change to the order form.");
  pullRequest.commit({
    author: people.author,
    message: "Widen the order form",
    files: { "src/order.ts": "export const order = 2;\n" },
  });
  await stage.settled();
  screen.gates(pullRequest);
  expect(
    state(pullRequest) === "action_required",
    "What was approved is not what would ship now: every approval is stale.",
  );

  screen.step("All five look at the change, and approve again.");
  for (const { person } of approvers(stage)) pullRequest.approve(person);
  await stage.settled();
  screen.gates(pullRequest);
  expect(state(pullRequest) === "success", "Passed again, for exactly this commit.");

  screen.step("Mona merges.");
  const merged = pullRequest.merge(people.manager);
  await stage.settled();
  screen.note(`main is now ${merged.slice(0, 12)}`);
  const comments = pullRequest.record.comments.length;
  expect(
    pullRequest.record.state === "MERGED" && comments === 1,
    "Merged. The conversation has one comment of Portcullis, kept current all along.",
  );

  await playRelease(stage, screen, expect);

  const { violations } = stage.github;
  if (violations.length > 0) {
    expect(false, `GitHub would not have understood us: ${JSON.stringify(violations[0])}`);
  }
  return allAsExpected;
}

async function approveOneByOne(
  stage: Stage,
  pullRequest: PullRequestHandle,
  screen: Screen,
): Promise<void> {
  screen.step("One after the other they read, and approve.");
  for (const { person, as } of approvers(stage)) {
    pullRequest.approve(person);
    await stage.settled();
    screen.note(
      `${person.login} (${as}) approves ─▶ ${pullRequest.checkRun("portcullis")?.title ?? ""}`,
    );
  }
  screen.gates(pullRequest);
}

function approvers({ people }: Stage): readonly { readonly person: User; readonly as: string }[] {
  return [
    { person: people.responder, as: "responds to incidents" },
    { person: people.tester, as: "tester" },
    { person: people.security, as: "security adviser" },
    { person: people.dpo, as: "DPO" },
    { person: people.manager, as: "release authority" },
  ];
}

/** The example's documents, two parts of the incident plan missing. */
export function incompleteDocuments(): Record<string, string> {
  const documents = shopDocuments();
  const plan = documents[PLAN] ?? "";
  documents[PLAN] = plan.replace(CONTACT_POINT, "").replace(LOGS, "## Logs\nTODO\n");
  return documents;
}

function state(pullRequest: PullRequestHandle): string | null {
  return pullRequest.checkRun("portcullis")?.conclusion ?? null;
}

function askedFor(pullRequest: PullRequestHandle): readonly string[] {
  return pullRequest.record.requestedReviewers.map((reviewer) =>
    "slug" in reviewer ? `team ${reviewer.slug}` : reviewer.login,
  );
}

/** What the check run of the plan annotates: file, line, message. */
function whatIsMissing(pullRequest: PullRequestHandle): readonly string[] {
  const annotations = pullRequest.checkRun("portcullis/incident-plan")?.annotations ?? [];
  return annotations.map(
    ({ path, startLine, message }) => `${path}:${startLine}  ${message.replaceAll("\n", " ")}`,
  );
}

function whatApprovalConfirms(pullRequest: PullRequestHandle): readonly string[] {
  const comment = pullRequest.record.comments[0]?.body ?? "";
  const dpo = comment.split("\n").find((line) => line.includes("**The DPO:**")) ?? "";
  const [, confirms = ""] = dpo.split("_An approval confirms:_");
  return [`To the DPO: an approval confirms:${confirms}`];
}

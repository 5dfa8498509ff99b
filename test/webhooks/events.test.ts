import type { Job } from "../../src/application/index.ts";
import { onAlert } from "../../src/webhooks/events/alert.ts";
import { onCheckRun, onCheckSuite } from "../../src/webhooks/events/check-run.ts";
import { onIssueComment } from "../../src/webhooks/events/issue-comment.ts";
import { onPullRequestReview } from "../../src/webhooks/events/pull-request-review.ts";
import { onPullRequest } from "../../src/webhooks/events/pull-request.ts";
import { onPush } from "../../src/webhooks/events/push.ts";

const HEAD = "a".repeat(40);
const BEFORE = "b".repeat(40);
const POLICY = ".github/portcullis.yml";
const where = { installationId: 1, repository: "acme/shop" };
const common = {
  installation: { id: 1 },
  repository: { full_name: "acme/shop", default_branch: "main" },
};
const pullRequest = { ...common, pull_request: { number: 7, head: { sha: HEAD } } };
const itself: Job = {
  kind: "pull-request",
  ref: { ...where, number: 7 },
  head: HEAD,
  again: false,
};
const commit = (head: string, again: boolean): Job => ({ kind: "commit", ...where, head, again });

describe("pull_request", () => {
  it.each([
    "opened",
    "reopened",
    "edited",
    "labeled",
    "unlabeled",
    "ready_for_review",
    "converted_to_draft",
  ])("%s: looks at the pull request", (action) => {
    expect(onPullRequest({ ...pullRequest, action })).toEqual([itself]);
  });

  it("synchronize: looks at those left behind on the old head as well", () => {
    const payload = { ...pullRequest, action: "synchronize", before: BEFORE };
    expect(onPullRequest(payload)).toEqual([itself, commit(BEFORE, false)]);
  });

  it("closed: looks at those that shared the head as well", () => {
    const payload = { ...pullRequest, action: "closed" };
    expect(onPullRequest(payload)).toEqual([itself, commit(HEAD, false)]);
  });

  it.each(["assigned", "locked", "review_requested", "enqueued"])("%s: nothing", (action) => {
    expect(onPullRequest({ ...pullRequest, action })).toEqual([]);
  });
});

describe("pull_request_review", () => {
  it.each(["submitted", "edited", "dismissed"])("%s: looks at the pull request", (action) => {
    expect(onPullRequestReview({ ...pullRequest, action })).toEqual([itself]);
  });
});

describe("check_run and check_suite", () => {
  const run = { ...common, check_run: { head_sha: HEAD } };
  const suite = { ...common, check_suite: { head_sha: HEAD } };

  it("Re-run publishes anew for every pull request with that head", () => {
    expect(onCheckRun({ ...run, action: "rerequested" })).toEqual([commit(HEAD, true)]);
    expect(onCheckSuite({ ...suite, action: "rerequested" })).toEqual([commit(HEAD, true)]);
  });

  it("the Recheck button does the same, another button nothing", () => {
    const pressed = (identifier: string) =>
      onCheckRun({ ...run, action: "requested_action", requested_action: { identifier } });
    expect(pressed("recheck")).toEqual([commit(HEAD, true)]);
    expect(pressed("something")).toEqual([]);
  });

  it.each(["created", "completed", "requested"])("our own %s causes no loop", (action) => {
    expect(onCheckRun({ ...run, action })).toEqual([]);
    expect(onCheckSuite({ ...suite, action })).toEqual([]);
  });
});

describe("dependabot_alert, code_scanning_alert and secret_scanning_alert", () => {
  it("reach everything that is up for release", () => {
    expect(onAlert({ ...common, action: "created", alert: { number: 3 } })).toEqual([
      { kind: "repository", ...where },
    ]);
  });

  it("an analysis that code scanning took in reaches its commit and branch", () => {
    const run = (slug: string, head_branch: string | null) =>
      onCheckRun({
        ...common,
        action: "completed",
        check_run: { head_sha: HEAD, app: { slug }, check_suite: { head_branch } },
      });
    const branch = { kind: "branch", ...where, branch: "main", again: false };
    const analysed = { ...commit(HEAD, false), analysed: true };
    expect(run("github-advanced-security", "main")).toEqual([analysed, branch]);
    expect(run("github-advanced-security", null)).toEqual([analysed]);
    expect(run("github-actions", "main")).toEqual([]);
  });
});

describe("push", () => {
  const push = (over: object) =>
    onPush({
      ...common,
      ref: "refs/heads/main",
      forced: false,
      created: false,
      commits: [],
      ...over,
    });
  const all: readonly Job[] = [
    { kind: "repository", ...where },
    { kind: "extending", ...where },
  ];

  it.each(["added", "modified", "removed"])(
    "a policy that was %s reaches everything, and whoever extends it",
    (how) => {
      expect(push({ commits: [{ [how]: [POLICY] }] })).toEqual(all);
    },
  );

  it("the organisation's policy reaches every repository", () => {
    const repository = { full_name: "acme/.github", default_branch: "main" };
    expect(push({ repository, commits: [{ modified: [POLICY] }] })).toEqual([
      { kind: "installation", installationId: 1 },
    ]);
  });

  it("a push that may hide a change of the policy reaches everything", () => {
    expect(push({ forced: true })).toEqual(all);
    expect(push({ created: true })).toEqual(all);
    expect(push({ commits: Array.from({ length: 2048 }, () => ({})) })).toEqual(all);
  });

  it("of other files, or to other branches, reach the branch", () => {
    const main = { kind: "branch", ...where, branch: "main", again: false };
    expect(push({ commits: [{ added: ["README.md"], modified: [], removed: [] }] })).toEqual([
      main,
    ]);
    expect(push({ ref: "refs/heads/release/1.x", commits: [{ added: [POLICY] }] })).toEqual([
      { ...main, branch: "release/1.x" },
    ]);
    expect(push({ ref: "refs/notes/commits" })).toEqual([]);
  });

  it("of a tag reach the tag, and tell where it was", () => {
    const tag = { kind: "tag", ...where, tag: "v1.4.0", again: false };
    const from = (before?: string) => push({ ref: "refs/tags/v1.4.0", before });
    expect(from("a".repeat(40))).toEqual([{ ...tag, movedFrom: "a".repeat(40) }]);
    expect(from("0".repeat(40))).toEqual([{ ...tag, movedFrom: null }]);
    expect(from()).toEqual([{ ...tag, movedFrom: null }]);
  });
});

describe("issue_comment", () => {
  const comment = (body: string, over: object = {}) =>
    onIssueComment({
      ...common,
      action: "created",
      issue: { number: 7, pull_request: {} },
      comment: { body, user: { login: "kari", type: "User" } },
      ...over,
    });
  const recheck: Job = { kind: "recheck", ref: { ...where, number: 7 }, login: "kari" };

  it.each(["/portcullis recheck", "please\r\n/portcullis recheck  \r\nthanks"])(
    "is a command: %j",
    (body) => expect(comment(body)).toEqual([recheck]),
  );

  it.each([
    "",
    "recheck",
    "> /portcullis recheck",
    "say /portcullis recheck",
    "/portcullis recheck everything",
    "/portcullis approve",
  ])("is no command: %j", (body) => expect(comment(body)).toEqual([]));

  it("is only taken from people, on pull requests, when it is written", () => {
    const body = "/portcullis recheck";
    const bot = { body, user: { login: "portcullis[bot]", type: "Bot" } };
    expect(comment(body, { comment: bot })).toEqual([]);
    expect(comment(body, { comment: { body, user: null } })).toEqual([]);
    expect(comment(body, { issue: { number: 7 } })).toEqual([]);
    expect(comment(body, { action: "edited" })).toEqual([]);
  });
});

describe("a payload that is not GitHub's", () => {
  it.each([null, {}, { ...pullRequest, action: "opened", installation: undefined }])(
    "is refused: %j",
    (payload) => expect(() => onPullRequest(payload)).toThrow(),
  );

  it("names no repository that leads elsewhere", () => {
    const repository = { full_name: "acme/shop/../../user", default_branch: "main" };
    expect(() => onPullRequest({ ...pullRequest, action: "opened", repository })).toThrow();
  });
});

import { z } from "zod";
import { keyOf, type Job } from "../../src/application/index.ts";
import { onCheckRun, onCheckSuite } from "../../src/webhooks/events/check-run.ts";
import { onCreate } from "../../src/webhooks/events/create.ts";
import { onIssueComment } from "../../src/webhooks/events/issue-comment.ts";
import { onMergeGroup } from "../../src/webhooks/events/merge-group.ts";
import { onPullRequestReview } from "../../src/webhooks/events/pull-request-review.ts";
import { onPullRequest } from "../../src/webhooks/events/pull-request.ts";
import { onPush } from "../../src/webhooks/events/push.ts";
import { onRelease } from "../../src/webhooks/events/release.ts";
import { officialExamples } from "./official-examples.ts";

const HANDLERS: Readonly<Record<string, (payload: unknown) => readonly Job[]>> = {
  pull_request: onPullRequest,
  pull_request_review: onPullRequestReview,
  check_run: onCheckRun,
  check_suite: onCheckSuite,
  push: onPush,
  create: onCreate,
  release: onRelease,
  merge_group: onMergeGroup,
  issue_comment: onIssueComment,
};

const common = z.object({
  action: z.string().optional(),
  installation: z.object({ id: z.number() }),
  repository: z.object({ full_name: z.string() }),
});

/** What each example is about, and the work that comes of it, each line once. */
function workOf(event: string): readonly string[] {
  const lines = officialExamples(event).map((payload) => {
    const { action } = common.parse(payload);
    const jobs = HANDLERS[event]?.(payload) ?? [];
    return `${action ?? event}: ${jobs.map(keyOf).join(", ") || "nothing"}`;
  });
  return [...new Set(lines)].sort();
}

describe("what GitHub itself gives as examples", () => {
  it.each(Object.keys(HANDLERS))("%s is understood, and concerns its own repository", (event) => {
    for (const payload of officialExamples(event)) {
      const { installation, repository } = common.parse(payload);
      for (const job of HANDLERS[event]?.(payload) ?? []) {
        const where = "ref" in job ? job.ref : job;
        expect(where).toMatchObject({
          installationId: installation.id,
          repository: repository.full_name,
        });
      }
    }
  });

  it("a release is looked at whatever happens to it", () => {
    expect(workOf("release")).toEqual([
      "created: Codertocat/Hello-World release 17372790",
      "deleted: Codertocat/Hello-World release 17372790",
      "edited: Codertocat/Hello-World release 17372790",
      "prereleased: Codertocat/Hello-World release 17372790",
      "published: Codertocat/Hello-World release 17372790",
      "released: Codertocat/Hello-World release 17372790",
    ]);
  });

  it("a tag that was made is looked at, a branch is not", () => {
    expect(workOf("create")).toEqual(["create: Codertocat/Hello-World tag simple-tag"]);
  });

  it("a merge group is looked at in the queue of its branch", () => {
    expect(workOf("merge_group")).toEqual([
      "checks_requested: octo-org/octo-repo merge group 2ffea6db159f6b6c47a24e778fb9ef40cf6b1c7d",
    ]);
  });

  it("a push reaches its branch or its tag", () => {
    expect(workOf("push")).toEqual([
      "push: Codertocat/Hello-World tag simple-tag",
      "push: Codertocat/Hello-World/*, Codertocat/Hello-World extending",
    ]);
  });
});

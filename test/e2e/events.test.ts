import { createHmac } from "node:crypto";
import type { Delivery, PullRequestHandle } from "../simulator/index.ts";
import { approveAll, conclusion, openRepository, words } from "../support/releases.ts";
import { SHOP_POLICY } from "../support/shop.ts";
import { setStage, type Stage } from "../support/stage.ts";
import { until } from "../support/until.ts";

describe("events", () => {
  let stage: Stage;
  const errors: string[] = [];

  beforeAll(async () => {
    const onLog = (line: string) => {
      if (/"level":[56]0/.test(line)) errors.push(line);
    };
    stage = await setStage({ onLog });
  });
  afterAll(async () => {
    const { violations } = stage.github;
    await stage.close();
    expect(violations).toEqual([]);
    expect(errors).toEqual([]);
  });

  /** A release in a repository of its own, looked at. */
  const open = async (options: Parameters<Stage["releasePullRequest"]>[0] = {}) => {
    const pullRequest = stage.releasePullRequest({ in: openRepository(stage), ...options });
    await stage.settled();
    return pullRequest;
  };

  describe("that ask to look again", () => {
    it("“Re-run” on a check run writes every check run anew", async () => {
      const pullRequest = await open();
      const before = new Set(pullRequest.checkRuns().map(({ id }) => id));
      const [, gate] = pullRequest.checkRuns();
      if (gate) stage.github.rerun(gate, stage.people.author);
      await stage.settled();
      const after = pullRequest.checkRuns();
      expect(after.filter(({ id }) => before.has(id))).toEqual([]);
      expect(after).toHaveLength(before.size);
      expect(conclusion(pullRequest)).toBe("action_required");
    });

    it("“Re-run all checks” on the suite does so as well", async () => {
      const pullRequest = await open();
      const before = pullRequest.checkRun("portcullis");
      if (before) stage.github.rerunSuite(before.suite, stage.people.author);
      await stage.settled();
      expect(pullRequest.checkRun("portcullis")?.id).not.toBe(before?.id);
    });

    it("the “Recheck” button does so as well", async () => {
      const pullRequest = await open();
      const before = pullRequest.checkRun("portcullis");
      if (before) stage.github.clickAction(before, "recheck", stage.people.author);
      await stage.settled();
      expect(pullRequest.checkRun("portcullis")?.id).not.toBe(before?.id);
    });

    it("another App's check run of the same name is left alone", async () => {
      const pullRequest = await open();
      const { record } = pullRequest;
      const before = pullRequest.checkRun("portcullis");
      stage.repository.checkRunOf(stage.github.otherApp("impostor"), {
        name: "portcullis",
        headSha: stage.repository.oid(),
        conclusion: "success",
      });
      pullRequest.edit(record.author, { title: "v1.4.0" });
      await stage.settled();
      expect(pullRequest.checkRun("portcullis")?.id).toBe(before?.id);
    });

    it.each([
      ["somebody with write access", "author", true],
      ["somebody with read access only", "outsider", false],
    ] as const)("`/portcullis recheck` by %s", async (_, who, counts) => {
      const pullRequest = await open();
      const before = pullRequest.checkRun("portcullis")?.id;
      pullRequest.comment(stage.people[who], "Look, please:\r\n/portcullis recheck\r\n");
      await stage.settled();
      expect(pullRequest.checkRun("portcullis")?.id !== before).toBe(counts);
    });

    it("`/portcullis recheck` by a bot, in the middle of a sentence, or in an issue is nothing", async () => {
      const pullRequest = await open();
      const before = pullRequest.checkRun("portcullis")?.id;
      pullRequest.comment(stage.github.bot("helper[bot]"), "/portcullis recheck");
      pullRequest.comment(stage.people.author, "Should I say /portcullis recheck?");
      const issue = stage.repository.issue(stage.people.author, "Question", "/portcullis recheck");
      expect(issue.comments).toEqual([]);
      await stage.settled();
      expect(pullRequest.checkRun("portcullis")?.id).toBe(before);
    });
  });

  describe("of a pull request from a fork", () => {
    it("are decided like others, and “Re-run” finds it although the payload does not name it", async () => {
      const repository = openRepository(stage);
      const { outsider } = stage.people;
      const fork = repository.fork(outsider);
      const { record } = stage.releasePullRequest({ in: repository, branch: "seed" });
      fork.push("release/fork", record.headOid, { by: outsider });
      repository.pullRequestNumber(record.number).close(outsider);
      fork.commit({
        branch: "release/fork",
        author: outsider,
        files: { "src/new.ts": "// new\n" },
      });
      const pullRequest = repository.pullRequest({
        by: outsider,
        from: fork,
        head: "release/fork",
        labels: ["release"],
      });
      await stage.settled();
      expect(conclusion(pullRequest)).toBe("action_required");
      const before = pullRequest.checkRun("portcullis");
      if (before) stage.github.rerun(before, stage.people.author);
      approveAll(stage, pullRequest);
      await stage.settled();
      expect(pullRequest.checkRun("portcullis")?.id).not.toBe(before?.id);
      expect(conclusion(pullRequest)).toBe("success");
    });
  });

  describe("of two pull requests with the same head", () => {
    /** The second one leads to another branch, and has neither approvals nor a label of its own. */
    const two = async () => {
      const repository = openRepository(stage);
      const first = await open({ in: repository });
      repository.branch("copy", first.record.headRef, stage.people.author);
      const second = repository.pullRequest({ by: stage.people.author, head: "copy" });
      approveAll(stage, first);
      await stage.settled();
      return { first, second };
    };

    it("publish the first one's decision while the second one is no candidate", async () => {
      const { first, second } = await two();
      expect(second.headOid).toBe(first.headOid);
      expect(conclusion(first)).toBe("success");
      expect(words(first)).not.toContain("Not a release");
    });

    it("publish the worst of both, and closing one frees the other", async () => {
      const { first, second } = await two();
      second.label("release", stage.people.author);
      await stage.settled();
      expect(conclusion(first)).toBe("action_required");
      expect(words(first)).toContain(`pull request ${second.number}`);
      expect(first.record.comments.at(-1)?.body).toContain("has the same commit, and stands worse");
      second.close(stage.people.author);
      await stage.settled();
      expect(conclusion(first)).toBe("success");
      second.reopen(stage.people.author);
      await stage.settled();
      expect(conclusion(first)).toBe("action_required");
      second.commit({ author: stage.people.author, files: { "src/other.ts": "// other\n" } });
      await stage.settled();
      expect(conclusion(first)).toBe("success");
      expect(conclusion(second)).toBe("action_required");
    });

    it("say “Not a release” only when none is a candidate any more", async () => {
      const { first } = await two();
      first.unlabel("release", stage.people.author);
      await stage.settled();
      expect(words(first)).toContain("Not a release");
    });
  });

  describe("of drafts and closed pull requests", () => {
    it("ask nobody for a review while it is a draft, and ask when it is ready", async () => {
      const { author } = stage.people;
      const repository = openRepository(stage);
      const seed = stage.releasePullRequest({ in: repository, branch: "seed", labels: [] });
      seed.close(author);
      const pullRequest = repository.pullRequest({
        by: author,
        head: "seed",
        draft: true,
        labels: ["release"],
      });
      await stage.settled();
      expect(conclusion(pullRequest)).toBe("action_required");
      expect(pullRequest.record.requestedReviewers).toEqual([]);
      pullRequest.readyForReview(author);
      await stage.settled();
      expect(pullRequest.record.requestedReviewers).not.toEqual([]);
      pullRequest.convertToDraft(author);
      approveAll(stage, pullRequest);
      await stage.settled();
      expect(conclusion(pullRequest)).toBe("success");
    });

    it("write nothing more once it is closed, and look afresh when it is reopened", async () => {
      const pullRequest = await open();
      pullRequest.close(stage.people.author);
      await stage.settled();
      const written = () => [
        pullRequest.checkRuns().map(({ id }) => id),
        pullRequest.record.comments.map(({ updatedAt }) => updatedAt),
      ];
      const before = written();
      pullRequest.edit(stage.people.author, { title: "Closed" });
      approveAll(stage, pullRequest);
      await stage.settled();
      expect(written()).toEqual(before);
      expect(conclusion(pullRequest)).toBe("action_required");
      pullRequest.reopen(stage.people.author);
      await stage.settled();
      // What was approved while it was closed was no candidate then.
      expect(conclusion(pullRequest)).toBe("action_required");
      approveAll(stage, pullRequest);
      await stage.settled();
      expect(conclusion(pullRequest)).toBe("success");
    });
  });

  describe("that arrive as they like", () => {
    /** Everything that happens to a release, in the end approved on its newest commit. */
    const story = () => {
      const pullRequest = stage.releasePullRequest({ in: openRepository(stage), labels: [] });
      pullRequest.label("release", stage.people.author);
      approveAll(stage, pullRequest);
      pullRequest.dismiss(pullRequest.requestChanges(stage.people.dpo), stage.people.dpo);
      pullRequest.commit({ author: stage.people.author, files: { "src/a.ts": "// a\n" } });
      approveAll(stage, pullRequest);
      return pullRequest;
    };
    const expectOrder = (pullRequest: PullRequestHandle, becomes: string) => {
      expect(conclusion(pullRequest)).toBe(becomes);
      expect(commentsOf(pullRequest)).toBe(1);
      const runs = stage.github.world.repositories
        .flatMap(({ checkSuites }) => checkSuites)
        .filter(({ headSha }) => headSha === pullRequest.headOid)
        .flatMap((suite) => suite.runs.map(({ name }) => name));
      // A run with annotations is created anew when it changes; no other is ever repeated.
      expect(new Set(runs).size).toBe(runs.length);
    };

    it("twice each: nothing is written twice", async () => {
      const stop = stage.github.deliveries.intercept(() => "duplicate");
      const pullRequest = story();
      await stage.settled();
      stop();
      expectOrder(pullRequest, "success");
    });

    it("in reverse order: the decision is about how things are", async () => {
      const stop = stage.github.deliveries.intercept(() => "hold");
      const pullRequest = story();
      stop();
      stage.github.deliveries.releaseHeld((held) => [...held].reverse());
      await stage.settled();
      expectOrder(pullRequest, "success");
    });

    it("late, all over one another", async () => {
      let turn = 0;
      const stop = stage.github.deliveries.intercept(() => ({ delay: (turn++ * 37) % 200 }));
      const pullRequest = story();
      stop();
      await stage.settled();
      expectOrder(pullRequest, "success");
    });

    it("an old approval that is delivered after a push opens nothing", async () => {
      const stop = stage.github.deliveries.intercept(heldReviews);
      const pullRequest = await open();
      approveAll(stage, pullRequest);
      pullRequest.commit({ author: stage.people.author, files: { "src/a.ts": "// a\n" } });
      stop();
      await stage.settled();
      stage.github.deliveries.releaseHeld();
      await stage.settled();
      expect(conclusion(pullRequest)).toBe("action_required");
    });

    it("not at all, and redelivered at last", async () => {
      const stop = stage.github.deliveries.intercept(() => "drop");
      const pullRequest = story();
      await stage.settled();
      stop();
      expect(conclusion(pullRequest)).toBeNull();
      const last = stage.github.deliveries.list("pull_request_review").at(-1);
      if (last) stage.github.deliveries.redeliver(last.id);
      await stage.settled();
      expectOrder(pullRequest, "success");
    });

    it("a lost event is made up for by any later one", async () => {
      const pullRequest = await open();
      const stop = stage.github.deliveries.intercept(() => "drop");
      approveAll(stage, pullRequest);
      stop();
      await stage.settled();
      expect(conclusion(pullRequest)).toBe("action_required");
      pullRequest.edit(stage.people.author, { title: "Anything" });
      await stage.settled();
      expect(conclusion(pullRequest)).toBe("success");
    });
  });

  describe("that GitHub did not send", () => {
    const send = (delivery: Delivery | undefined, changed: Record<string, string>) =>
      fetch(`${stage.app.url}/api/github/webhooks`, {
        method: "POST",
        headers: { ...delivery?.requestHeaders, ...changed },
        body: delivery?.body ?? "",
      });
    const signed = (secret: string, body: string) =>
      `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

    it.each([
      ["without a signature", () => ""],
      ["with a broken signature", () => `sha256=${"0".repeat(64)}`],
      ["signed with another secret", (body: string) => signed("development", body)],
    ])("%s are refused, and do nothing", async (_, sign) => {
      const stop = stage.github.deliveries.intercept(() => "drop");
      const pullRequest = stage.releasePullRequest({ in: openRepository(stage) });
      stop();
      const delivery = stage.github.deliveries.list("pull_request.opened").at(-1);
      const response = await send(delivery, {
        "x-hub-signature-256": sign(delivery?.body ?? ""),
      });
      await response.text();
      expect([400, 401]).toContain(response.status);
      await stage.settled();
      expect(pullRequest.checkRuns()).toEqual([]);
      expect(pullRequest.record.comments).toEqual([]);
    });

    it("with a right signature, but no payload that we know, are parked", async () => {
      const body = JSON.stringify({ action: "opened", repository: "acme/shop" });
      const delivery = stage.github.deliveries.list("pull_request.opened").at(-1);
      const response = await fetch(`${stage.app.url}/api/github/webhooks`, {
        method: "POST",
        headers: {
          ...delivery?.requestHeaders,
          "x-github-delivery": "0b989ba4-242f-11e5-81e1-c7b6966d2516",
          "x-hub-signature-256": signed(stage.github.app.webhookSecret, body),
        },
        body,
      });
      await response.text();
      expect(response.status).toBe(202);
      await stage.settled();
      // Such a payload is GitHub's change, or a leaked secret: it is told to whoever runs the App.
      expect(errors.splice(0)).not.toEqual([]);
    });

    it("larger than GitHub sends, or of unknown size, are refused before they are read", async () => {
      const large = await fetch(`${stage.app.url}/api/github/webhooks`, {
        method: "POST",
        body: new Uint8Array(26 * 1024 * 1024),
      }).then(
        ({ status }) => status,
        // The connection may be cut while we are still sending.
        () => 413,
      );
      expect(large).toBe(413);
      const chunked = await fetch(`${stage.app.url}/api/github/webhooks`, {
        method: "POST",
        body: new Blob(["{}"]).stream(),
        duplex: "half",
      });
      expect(chunked.status).toBe(413);
      expect((await fetch(`${stage.app.url}/healthz`)).status).toBe(200);
    });
  });

  it("that come together are one evaluation", async () => {
    const repository = openRepository(stage);
    await stage.settled();
    stage.github.requests.clear();
    const pullRequest = stage.releasePullRequest({ in: repository });
    approveAll(stage, pullRequest);
    await stage.settled();
    await until(() => conclusion(pullRequest) === "success");
    expect(stage.github.requests.count({ operation: "createCheckRun" })).toBeLessThanOrEqual(2);
  });

  it("of a directory that is synchronised have everything looked at twice a minute, not with each", async () => {
    // Every repository is looked at: those of the other tests are many.
    const alone = await setStage();
    const { acme, github, people } = alone;
    const half = () => alone.pass(0.01);
    const team = acme.team("directors", { members: [people.manager, people.author] });
    const policy = SHOP_POLICY.replace(
      "{ users: [mona-berg], teams: [release-managers] }",
      "{ teams: [directors] }",
    );
    const pullRequest = alone.releasePullRequest({ in: openRepository(alone, policy) });
    approveAll(alone, pullRequest);
    await alone.settled();
    await half();
    await half();
    expect(conclusion(pullRequest)).toBe("success");
    github.requests.clear();
    const began = performance.now();
    for (let change = 0; change < 10; change++) {
      acme[change % 2 === 0 ? "leave" : "join"](team, people.author);
      await alone.settled();
    }
    acme.leave(team, people.manager);
    await alone.settled();
    const pauses = Math.floor((performance.now() - began) / 29_000);
    const looks = github.requests.count({ path: "/installation/repositories" });
    expect(looks).toBeGreaterThan(0);
    expect(looks).toBeLessThanOrEqual(1 + pauses);
    await half();
    expect(conclusion(pullRequest)).toBe("action_required");
    expect(words(pullRequest, "final-approval")).not.toContain("mona-berg approved");
    expect(github.violations).toEqual([]);
    await alone.close();
  });
});

function heldReviews(delivery: Delivery) {
  return delivery.event === "pull_request_review" ? ("hold" as const) : ("deliver" as const);
}

function commentsOf(pullRequest: PullRequestHandle): number {
  return pullRequest.record.comments.filter(({ app }) => app !== null).length;
}

import { routes } from "./rest/routes/index.ts";
import type { DeploymentHandle } from "./index.ts";
import { Client } from "./support/client.ts";
import type { Receiver } from "./support/receiver.ts";
import { startReceiver } from "./support/receiver.ts";
import type { Shop } from "./support/shop.ts";
import { startShop } from "./support/shop.ts";

let world: Shop;
let receiver: Receiver;

beforeAll(async () => {
  world = await startShop();
  receiver = await startReceiver(world.github.app.webhookSecret);
  world.github.connect(receiver.url);
});

afterAll(async () => {
  await world.github.stop();
  await receiver.stop();
});

const everyEvent = [
  "check_run.completed",
  "check_run.created",
  "check_run.requested_action",
  "check_run.rerequested",
  "check_suite.completed",
  "check_suite.requested",
  "check_suite.rerequested",
  "code_scanning_alert.closed_by_user",
  "code_scanning_alert.created",
  "code_scanning_alert.fixed",
  "create",
  "delete",
  "dependabot_alert.created",
  "dependabot_alert.dismissed",
  "dependabot_alert.fixed",
  "deployment_protection_rule.requested",
  "installation.created",
  "issue_comment.created",
  "issue_comment.deleted",
  "issue_comment.edited",
  "issues.closed",
  "issues.edited",
  "issues.labeled",
  "issues.opened",
  "issues.reopened",
  "issues.unlabeled",
  "membership.added",
  "membership.removed",
  "merge_group.checks_requested",
  "merge_group.destroyed",
  "pull_request.closed",
  "pull_request.converted_to_draft",
  "pull_request.edited",
  "pull_request.enqueued",
  "pull_request.labeled",
  "pull_request.opened",
  "pull_request.ready_for_review",
  "pull_request.reopened",
  "pull_request.review_requested",
  "pull_request.synchronize",
  "pull_request.unlabeled",
  "pull_request_review.dismissed",
  "pull_request_review.edited",
  "pull_request_review.submitted",
  "push",
  "release.created",
  "release.deleted",
  "release.edited",
  "release.prereleased",
  "release.published",
  "release.released",
  "release.unpublished",
  "secret_scanning_alert.created",
  "secret_scanning_alert.resolved",
  "team.added_to_repository",
  "team.created",
];

/** Plays what people and the App do with a release, so that every event is sent. */
async function playEverything(): Promise<void> {
  const { github, acme, shop, pull, ida, dana, reviewers, installation } = world;
  const guest = github.user("guest");
  installation.events = [...installation.events, "issues", "delete"];
  shop.teamAccess(acme.team("Testers"), "read");
  acme.join(reviewers, guest);
  acme.leave(reviewers, guest);
  pull.label("release", ida);
  pull.unlabel("release", ida);
  pull.convertToDraft(ida);
  pull.readyForReview(ida);
  pull.edit(ida, { title: "Release 1.0", body: "Text" });
  shop.branch("stable", "main", ida);
  pull.retarget("stable", ida);
  pull.retarget("main", ida);
  pull.requestReview(reviewers, ida);
  pull.requestReview(dana, ida);
  const review = pull.approve(dana, { body: "Fine" });
  pull.editReview(review, dana, "Fine indeed");
  pull.dismiss(review, ida);
  pull.requestChanges(dana);
  pull.reviewComment(dana, "Hm");
  const comment = pull.comment(dana, "Hello");
  pull.editComment(comment, dana, "Hello!");
  pull.commit({ author: ida, files: { "a.sh": { executable: "#!/bin/sh\n" } } });
  pull.push(shop.writeCommit({ author: ida, parents: [shop.oid("main")] }), ida);
  pull.close(ida);
  pull.reopen(ida);
  const fork = shop.fork(guest);
  fork.commit({ author: guest, branch: "fix", files: { "b.txt": "b" } });
  shop.pullRequest({ by: guest, head: "fix", from: fork, title: "Fix" }).merge(ida, "rebase");
  const draft = shop.release(ida, { tagName: "v1", draft: true });
  draft.upload(ida, "notes.txt", "notes");
  draft.publish(ida);
  draft.edit(ida, { name: "One", body: "Notes" });
  draft.redraft(ida);
  draft.delete(ida);
  shop.tag("v2", { by: ida, annotated: "Two" });
  shop.branch("queued", "main", ida);
  shop.commit({ author: ida, branch: "queued", files: { "q.txt": "q" } });
  const queue = shop.mergeQueue("main");
  queue.enqueue(shop.pullRequest({ by: ida, head: "queued" }));
  queue.formGroup().drop("invalidated");
  queue.formGroup().merge();
  shop.release(ida, { tagName: "v2", prerelease: true }).edit(ida, { prerelease: false });
  shop.deleteBranch("stable", ida);
  github.otherApp("impostor");
  await world.client.rest("POST", "/repos/acme/shop/check-runs", {
    name: "portcullis",
    head_sha: pull.headOid,
    conclusion: "action_required",
    output: { title: "Waiting", summary: "For someone" },
    actions: [{ label: "Again", identifier: "again", description: "Look again" }],
  });
  const run = pull.checkRun("portcullis")!;
  github.rerun(run, ida);
  github.clickAction(run, "again", ida);
  github.rerunSuite(run.suite, ida);
  playAlerts();
  pull.commit({ author: ida, files: { "c.txt": "c", "package-lock.json": lockFile } });
  pull.merge(ida);
  await github.settled();
}

const lockFile = JSON.stringify({ packages: { "node_modules/minimist": { version: "1.2.0" } } });

/** Alerts of each kind are raised, mended and dismissed; one of each stays open. */
function playAlerts(): void {
  const { shop, ida } = world;
  const { vulnerabilities } = shop.record.security;
  const ghsa = "GHSA-vh95-rmgr-6w4m";
  vulnerabilities.push({ name: "minimist", version: "1.2.0", ghsa, severity: "moderate" });
  shop.analyse({ ref: "refs/heads/main", sha: shop.oid("main") });
  for (const kind of ["secret-scanning", "code-scanning", "dependabot"] as const) {
    shop.alert(kind);
    shop.closeAlert(shop.alert(kind));
    const reason = kind === "dependabot" ? "tolerable_risk" : "used in tests";
    const how = kind === "secret-scanning" ? "used_in_tests" : reason;
    shop.closeAlert(shop.alert(kind), { dismissedBy: ida, reason: how });
  }
}

/** Calls every operation with something that exists. */
async function callEverything(): Promise<Map<string, number>> {
  const { client, appClient, shop, pull, installation, github } = world;
  const { issue, release } = await writeSome();
  const admin = new Client(github.url, `token ${github.tokenOf(world.ida)}`);
  const deployment = await administer(admin);
  const repo = "/repos/acme/shop";
  const head = shop.oid("main");
  const objects = shop.record.objects;
  const { tree } = objects.read("commit", head);
  const blob = objects.read("tree", tree).entries.find((entry) => entry.mode === "100644")!;
  const run = shop.record.checkSuites.flatMap((suite) => suite.runs)[0]!;
  const [delivery] = github.deliveries.list();
  const comment = issue.comments[0]!;
  const values: Record<string, string | number> = {
    owner: "acme",
    repo: "shop",
    org: "acme",
    username: "dana",
    team_slug: "reviewers",
    installation_id: installation.id,
    delivery_id: delivery!.id,
    path: "README.md",
    tree_sha: tree,
    file_sha: blob.oid,
    tag_sha: shop.record.refs.get("refs/tags/v2")!,
    ref: head,
    basehead: "v2...main",
    commit_sha: head,
    pull_number: pull.number,
    issue_number: issue.number,
    comment_id: comment.id,
    check_run_id: run.id,
    check_suite_id: run.suite.id,
    release_id: release.id,
    asset_id: release.assets[0]!.id,
    tag: "v2",
    run_id: deployment.runId,
    environment_name: "production",
    ruleset_id: shop.record.rulesets[0]!.id,
    branch: "main",
  };
  const seen = new Map<string, number>();
  for (const route of routes.filter(({ method }) => method === "GET")) {
    const isRef = /\/git\/(ref|matching-refs)\//.test(route.template);
    const path = route.template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(isRef && name === "ref" ? "heads/main" : String(values[name])),
    );
    const isForAdministrators = route.needs?.some(([name]) => name === "administration") === true;
    const asker = isForAdministrators ? admin : client;
    const answer = await (route.audience === "app" ? appClient : asker).rest("GET", path);
    seen.set(`${route.method} ${route.template}`, answer.status);
  }
  await client.rest("GET", `${repo}/contents/`);
  await client.rest("GET", `${repo}/git/trees/${tree}?recursive=1`);
  return seen;
}

/** Protects a branch and an environment, and deploys to it. */
async function administer(admin: Client): Promise<DeploymentHandle> {
  const { shop, github, ida, client } = world;
  const repo = "/repos/acme/shop";
  const environment = `${repo}/environments/production`;
  await admin.rest("PUT", environment, {});
  const rules = `${environment}/deployment_protection_rules`;
  for (const app of [github.app.record, github.otherApp("other")]) {
    await admin.rest("POST", rules, { integration_id: app.id });
  }
  await admin.rest("POST", `${repo}/rulesets`, {
    name: "main",
    target: "branch",
    enforcement: "active",
    conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
    rules: [{ type: "deletion" }],
  });
  const { id } = shop.record.rulesets[0]!;
  await admin.rest("PUT", `${repo}/rulesets/${id}`, { name: "trunk" });
  const deployment = shop.deploy({ environment: "production", by: ida });
  const path = `${repo}/actions/runs/${deployment.runId}/deployment_protection_rule`;
  await client.rest("POST", path, { environment_name: "production", comment: "Waiting" });
  expect(deployment.reports).toEqual(["Waiting"]);
  return deployment;
}

async function writeSome(): Promise<{
  issue: Shop["pull"]["record"]["repository"]["issues"] extends Map<number, infer I> ? I : never;
  release: Shop["shop"]["record"]["releases"][number];
}> {
  const { client, appClient, shop, github, installation, pull } = world;
  const repo = "/repos/acme/shop";
  const expectStatus = async (
    status: number,
    method: string,
    path: string,
    body?: unknown,
    from = client,
  ): Promise<void> => {
    const answer = await from.rest(method, path, body);
    expect({ method, path, status: answer.status }).toEqual({ method, path, status });
  };
  await expectStatus(201, "POST", `${repo}/issues`, { title: "Broken", body: "Very" });
  const issue = [...shop.record.issues.values()].at(-1)!;
  await expectStatus(201, "POST", `${repo}/issues/${issue.number}/comments`, { body: "One" });
  await expectStatus(201, "POST", `${repo}/issues/${issue.number}/comments`, { body: "Two" });
  const [one, two] = issue.comments;
  await expectStatus(200, "PATCH", `${repo}/issues/comments/${one!.id}`, { body: "First" });
  await expectStatus(201, "POST", `${repo}/issues/comments/${one!.id}/reactions`, {
    content: "eyes",
  });
  await expectStatus(204, "DELETE", `${repo}/issues/comments/${two!.id}`);
  await expectStatus(200, "PATCH", `${repo}/issues/${issue.number}`, { state: "closed" });
  await expectStatus(200, "POST", `${repo}/issues/${pull.number}/labels`, { labels: ["x"] });
  await expectStatus(200, "PATCH", `${repo}/issues/${issue.number}`, {
    state: "open",
    title: "Mended",
    labels: ["a", "b"],
  });
  await expectStatus(200, "PATCH", `${repo}/issues/${issue.number}`, { labels: ["b"] });
  await expectStatus(201, "POST", `${repo}/releases`, { tag_name: "v3" });
  const release = shop.record.releases.at(-1)!;
  await expectStatus(200, "PATCH", `${repo}/releases/${release.id}`, { body: "Three" });
  const upload = `${github.url}/api/uploads${repo}/releases/${release.id}/assets?name=a.txt`;
  const token = github.installationToken(installation);
  const uploaded = await fetch(upload, {
    method: "POST",
    headers: { authorization: `token ${token}`, "content-type": "text/plain" },
    body: "content",
  });
  expect(uploaded.status).toBe(201);
  const asset = `${repo}/releases/assets/${release.assets[0]!.id}`;
  await expectStatus(200, "PATCH", asset, { label: "A" });
  const tokens = `/app/installations/${installation.id}/access_tokens`;
  await expectStatus(201, "POST", tokens, { permissions: { checks: "write" } }, appClient);
  const delivery = github.deliveries.list()[0]!;
  await expectStatus(
    202,
    "POST",
    `/app/hook/deliveries/${delivery.id}/attempts`,
    undefined,
    appClient,
  );
  return { issue, release };
}

describe("what the simulator sends", () => {
  it("fits GitHub's official descriptions, endpoint by endpoint and event by event", async () => {
    await playEverything();
    const seen = await callEverything();
    await world.github.settled();
    expect([...seen].filter(([, status]) => status !== 200)).toEqual([]);
    expect(world.github.violations).toEqual([]);
    expect(receiver.received.every((one) => one.isSigned)).toBe(true);
    const names = world.github.deliveries
      .list()
      .map((one) => (one.action === null ? one.event : `${one.event}.${one.action}`));
    expect([...new Set(names)].sort()).toEqual(everyEvent);
    // Compiling all of the official schemas takes most of it.
  });
});

import { onCreate } from "../../src/webhooks/events/create.ts";
import { onDeploymentProtectionRule } from "../../src/webhooks/events/deployment-protection-rule.ts";
import { onMergeGroup } from "../../src/webhooks/events/merge-group.ts";
import { onRelease } from "../../src/webhooks/events/release.ts";
import { webhookProblems } from "../simulator/official/webhook-description.ts";
import { officialExamples } from "./official-examples.ts";

const HEAD = "a".repeat(40);
const where = { installationId: 1, repository: "acme/shop" };
const common = {
  installation: { id: 1 },
  repository: { full_name: "acme/shop", default_branch: "main" },
};

/** Whatever an event is, these are not GitHub's. */
const FORGED: readonly (readonly [string, object])[] = [
  ["no installation", { installation: undefined }],
  ["an installation without a number", { installation: { id: "1" } }],
  ["no repository", { repository: null }],
  [
    "a repository that leads elsewhere",
    { repository: { ...common.repository, full_name: "a/../b" } },
  ],
  ["a repository without an owner", { repository: { ...common.repository, full_name: "shop" } }],
];

/** A handler takes none of these for the payload that it otherwise understands. */
function refuses(
  handler: (payload: unknown) => unknown,
  payload: object,
  wrong: readonly (readonly [string, object])[],
): void {
  it.each([...FORGED, ...wrong])("is refused with %s", (_, over) => {
    expect(() => handler({ ...payload, ...over })).toThrow();
  });
}

const without = (payload: object, key: string) =>
  Object.fromEntries(Object.entries(payload).filter(([name]) => name !== key));

describe("release", () => {
  const payload = { ...common, action: "published", release: { id: 42 } };
  const itself = { kind: "release", ...where, id: 42, again: false, movedFrom: null };

  it.each(["created", "edited", "published", "released", "prereleased", "unpublished", "deleted"])(
    "%s: looks at the release",
    (action) => {
      expect(onRelease({ ...payload, action })).toEqual([itself]);
    },
  );

  refuses(onRelease, payload, [
    ["no release", { release: undefined }],
    ["a release without an id", { release: {} }],
    ["an id that is text", { release: { id: "42" } }],
    ["an id that is no whole number", { release: { id: 4.2 } }],
    ["an id below one", { release: { id: 0 } }],
  ]);
});

describe("create", () => {
  const payload = { ...common, ref: "v1.4.0", ref_type: "tag" };

  it.each(["v1.4.0", "api/v1.4.0", "вершина", "a b"])("of the tag %j: looks at it", (ref) => {
    expect(onCreate({ ...payload, ref })).toEqual([
      { kind: "tag", ...where, tag: ref, again: false, movedFrom: null },
    ]);
  });

  it.each(["branch", "repository"])("of a %s: nothing, a push tells of it", (ref_type) => {
    expect(onCreate({ ...payload, ref_type })).toEqual([]);
  });

  refuses(onCreate, payload, [
    ["no name", { ref: "" }],
    ["no type", { ref_type: null }],
  ]);
});

describe("merge_group", () => {
  const merge_group = { head_sha: HEAD, base_ref: "refs/heads/main" };
  const payload = { ...common, action: "checks_requested", merge_group };
  const itself = { kind: "merge-group", ...where, branch: "main", head: HEAD };

  it.each(["checks_requested", "destroyed"])("%s: looks at the queue", (action) => {
    expect(onMergeGroup({ ...payload, action })).toEqual([itself]);
  });

  it.each([
    ["refs/heads/release/1.x", "release/1.x"],
    ["refs/heads/refs/heads/main", "refs/heads/main"],
    ["main", "main"],
  ])("of %j: in the queue of %j", (base_ref, branch) => {
    const group = { ...merge_group, base_ref };
    expect(onMergeGroup({ ...payload, merge_group: group })).toEqual([{ ...itself, branch }]);
  });

  it("knows commits of 64 digits", () => {
    const group = { ...merge_group, head_sha: "a".repeat(64) };
    expect(onMergeGroup({ ...payload, merge_group: group })).toMatchObject([
      { head: "a".repeat(64) },
    ]);
  });

  refuses(onMergeGroup, payload, [
    ["no group", { merge_group: null }],
    ["no head", { merge_group: without(merge_group, "head_sha") }],
    ["a head that is a branch", { merge_group: { ...merge_group, head_sha: "main" } }],
    ["an abbreviated head", { merge_group: { ...merge_group, head_sha: "abcdef0" } }],
    ["no branch", { merge_group: { ...merge_group, base_ref: "" } }],
  ]);
});

describe("deployment_protection_rule", () => {
  const callback = (path: string) => `https://api.github.com/repos/acme/shop/actions/runs/${path}`;
  const payload = {
    ...common,
    action: "requested",
    environment: "production",
    event: "push",
    sha: HEAD,
    ref: "main",
    deployment_callback_url: callback("123/deployment_protection_rule"),
    deployment: null,
    pull_requests: [],
  };
  const itself = { kind: "deployment", ...where, runId: 123, environment: "production" };

  it("looks at the run that its callback names", () => {
    expect(onDeploymentProtectionRule(payload)).toEqual([itself]);
  });

  it("is what GitHub describes", () => {
    // GitHub gives no example of it; the repository is that of another.
    const [other] = officialExamples("merge_group");
    const repository = { ...(other?.["repository"] as object), homepage: null };
    expect(
      webhookProblems("deployment_protection_rule", "requested", {
        ...payload,
        installation: { id: 1, node_id: "I_1" },
        repository,
        sender: other?.["sender"],
      }),
    ).toEqual([]);
  });

  it("needs neither the commit nor the deployment, which GitHub may leave out", () => {
    for (const key of ["sha", "ref", "event", "deployment", "pull_requests"])
      expect(onDeploymentProtectionRule(without(payload, key))).toEqual([itself]);
  });

  it("of an Enterprise Server has its callback there", () => {
    const deployment_callback_url =
      "https://git.example.com/api/v3/repos/acme/shop/actions/runs/9/deployment_protection_rule";
    expect(onDeploymentProtectionRule({ ...payload, deployment_callback_url })).toEqual([
      { ...itself, runId: 9 },
    ]);
  });

  refuses(onDeploymentProtectionRule, payload, [
    ["no environment", { environment: "" }],
    ["no callback", { deployment_callback_url: null }],
    ...[
      "x/deployment_protection_rule",
      "1e3/deployment_protection_rule",
      "-1/deployment_protection_rule",
      "123/deployment_protection_rule/../../456",
      "123",
      "123/pending_deployments",
      `${"9".repeat(16)}/deployment_protection_rule`,
    ].map((path) => [`the callback ${path}`, { deployment_callback_url: callback(path) }] as const),
  ]);
});

import { createAdministration } from "../../../src/github/index.ts";
import { client } from "../support/client.ts";
import { useNockedGitHub } from "../support/nocked-github.ts";
import { answers, refusal, RULESET } from "./official-rest.ts";

useNockedGitHub();

const administration = () =>
  createAdministration(client(), { clock: () => new Date("2026-11-20T09:00:00Z") });
const REPO = "/repos/{owner}/{repo}";
const LIST = `GET ${REPO}/rulesets`;
const listPath = (page = 1) =>
  `/repos/acme/shop/rulesets?includes_parents=true&per_page=100&page=${page}`;
const onePath = (id: number) => `/repos/acme/shop/rulesets/${id}?includes_parents=true`;
const HIDDEN = Object.fromEntries(
  Object.entries(RULESET).filter(([key]) => key !== "bypass_actors"),
);

describe("rulesets", () => {
  it("are read in full, the organisation's too, but those for pushes", async () => {
    const organisations = {
      ...HIDDEN,
      id: 43,
      source_type: "Organization",
      source: "acme",
      conditions: {
        ref_name: { include: ["~ALL"], exclude: ["refs/heads/x"] },
        repository_name: { include: ["~ALL"], exclude: [] },
      },
    };
    answers(LIST, listPath(), {
      body: [RULESET, organisations, { ...RULESET, id: 44, target: "push" }],
    });
    answers(`GET ${REPO}/rulesets/{ruleset_id}`, onePath(42), { body: RULESET });
    answers(`GET ${REPO}/rulesets/{ruleset_id}`, onePath(43), { body: organisations });
    expect(await administration().rulesets("acme/shop")).toEqual({
      status: "read",
      value: [
        {
          id: 42,
          name: "portcullis",
          target: "branch",
          source: "acme/shop",
          isRepositorys: true,
          enforcement: "active",
          include: ["~DEFAULT_BRANCH"],
          exclude: [],
          rules: RULESET.rules,
          bypass: [{ actor_id: null, actor_type: "DeployKey", bypass_mode: "always" }],
        },
        {
          id: 43,
          name: "portcullis",
          target: "branch",
          source: "acme",
          isRepositorys: false,
          enforcement: "active",
          include: ["~ALL"],
          exclude: ["refs/heads/x"],
          rules: RULESET.rules,
          bypass: null,
        },
      ],
    });
  });

  it("are read to the last page", async () => {
    const many = Array.from({ length: 100 }, (_, at) => ({ ...RULESET, id: at, target: "push" }));
    answers(LIST, listPath(), { body: many });
    answers(LIST, listPath(2), { body: [{ ...RULESET, id: 200 }] });
    answers(`GET ${REPO}/rulesets/{ruleset_id}`, onePath(200), { body: { ...RULESET, id: 200 } });
    expect(await administration().rulesets("acme/shop")).toMatchObject({ value: [{ id: 200 }] });
  });

  const text = {
    name: "portcullis",
    target: "branch",
    enforcement: "active",
    include: ["~DEFAULT_BRANCH"],
    exclude: [],
    rules: RULESET.rules,
  } as const;
  const body = {
    name: "portcullis",
    target: "branch",
    enforcement: "active",
    conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
    rules: RULESET.rules,
  };

  it("are created and changed as a whole", async () => {
    const sent: unknown[] = [];
    answers(
      `POST ${REPO}/rulesets`,
      "/repos/acme/shop/rulesets",
      { status: 201, body: RULESET },
      sent,
    );
    answers(
      `PUT ${REPO}/rulesets/{ruleset_id}`,
      "/repos/acme/shop/rulesets/42",
      { body: RULESET },
      sent,
    );
    const github = administration();
    const bypass = [{ actor_id: 5, actor_type: "RepositoryRole", bypass_mode: "always" }];
    expect(await github.createRuleset("acme/shop", { ...text, bypass: [] })).toEqual({
      status: "done",
    });
    expect(await github.updateRuleset("acme/shop", 42, { ...text, bypass })).toEqual({
      status: "done",
    });
    expect(sent).toEqual([
      { ...body, bypass_actors: [] },
      { ...body, bypass_actors: bypass },
    ]);
  });

  it("keep their bypass actors where GitHub does not show them", async () => {
    const sent: unknown[] = [];
    answers(
      `PUT ${REPO}/rulesets/{ruleset_id}`,
      "/repos/acme/shop/rulesets/42",
      { body: HIDDEN },
      sent,
    );
    await administration().updateRuleset("acme/shop", 42, { ...text, bypass: null });
    expect(sent).toEqual([body]);
  });

  it.each([
    [
      refusal(403, "Upgrade to GitHub Pro or make this repository public to enable this feature."),
      "GitHub's plan of this private repository does not let anybody read the rulesets.",
      "Upgrade the plan, or make the repository public.",
    ],
    [
      refusal(403, "Resource not accessible by personal access token"),
      "GitHub does not let this token read the rulesets (403).",
      'Use a token of somebody who administers the repository, with the permission "Metadata: read".',
    ],
    [
      refusal(404, "Not Found"),
      "GitHub does not let this token read the rulesets (404).",
      "Use a token",
    ],
    [
      refusal(403, "API rate limit exceeded"),
      "GitHub's rate limit is used up, so that nobody could read the rulesets.",
      "Run it again in a minute.",
    ],
    [
      refusal(502, "Bad Gateway"),
      "GitHub could not be reached. Could not read the rulesets.",
      "Run it",
    ],
  ])("are refused in words: %j", async (answer, reason, remedy) => {
    answers(LIST, listPath(), answer);
    expect(await administration().rulesets("acme/shop")).toEqual({
      status: "refused",
      reason,
      remedy: expect.stringContaining(remedy) as string,
    });
  });

  it("say what GitHub does not like about them", async () => {
    answers(
      `POST ${REPO}/rulesets`,
      "/repos/acme/shop/rulesets",
      refusal(422, "Validation Failed: Invalid integration"),
    );
    expect(
      await administration().createRuleset("acme/shop", { ...text, bypass: [] }),
    ).toMatchObject({
      status: "refused",
      reason: expect.stringContaining("Invalid integration") as string,
    });
  });
});

describe("a branch", () => {
  it("has rules from every level", async () => {
    const rule = {
      type: "required_status_checks",
      parameters: {
        strict_required_status_checks_policy: true,
        required_status_checks: [{ context: "portcullis", integration_id: 7 }],
      },
      ruleset_source_type: "Organization",
      ruleset_source: "acme",
      ruleset_id: 73,
    };
    answers(
      `GET ${REPO}/rules/branches/{branch}`,
      "/repos/acme/shop/rules/branches/release%2F1?per_page=100&page=1",
      { body: [rule] },
    );
    expect(await administration().branchRules("acme/shop", "release/1")).toEqual({
      status: "read",
      value: [{ type: rule.type, parameters: rule.parameters, rulesetId: 73 }],
    });
  });

  const PROTECTION = `GET ${REPO}/branches/{branch}/protection`;
  const path = "/repos/acme/shop/branches/main/protection";
  const url = "https://api.github.com/repos/acme/shop/branches/main/protection";

  it("has its classic protection", async () => {
    answers(PROTECTION, path, {
      body: {
        url,
        required_status_checks: {
          url,
          strict: true,
          contexts: ["portcullis"],
          contexts_url: url,
          checks: [{ context: "portcullis", app_id: 7 }],
        },
        enforce_admins: { url, enabled: true },
      },
    });
    expect(await administration().branchProtection("acme/shop", "main")).toEqual({
      status: "read",
      value: {
        checks: [{ context: "portcullis", appId: 7 }],
        strict: true,
        holdsAdministrators: true,
      },
    });
  });

  it("has none, which is not the same as being hidden", async () => {
    answers(PROTECTION, path, refusal(404, "Branch not protected"));
    expect(await administration().branchProtection("acme/shop", "main")).toEqual({
      status: "read",
      value: null,
    });
    answers(PROTECTION, path, refusal(404, "Not Found"));
    expect(await administration().branchProtection("acme/shop", "main")).toMatchObject({
      status: "refused",
    });
  });
});

import { SHOP_POLICY } from "../support/shop.ts";
import { type LocalGitHub, openGitHub } from "./github-stage.ts";

let stage: LocalGitHub;
beforeEach(async () => {
  stage = await openGitHub();
});
afterEach(async () => {
  await stage.github.stop();
  expect(stage.github.violations).toEqual([]);
});

const ruleset = (name: string) => {
  const found = stage.shop.record.rulesets.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no ruleset ${name}`);
  return found;
};
const writes = () =>
  stage.github.requests
    .list()
    .filter(({ kind, method }) => kind !== "graphql" && method !== "GET")
    .map(({ method, path }) => `${method} ${path}`);

describe("portcullis protect, on a GitHub", () => {
  it("only shows what it would change", async () => {
    stage.shop.environment("production");
    const { code, stdout, stderr } = await stage.protect();
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toContain('+ A new ruleset "portcullis" for branches');
    expect(stdout).toContain('+ A new ruleset "portcullis tags" for tags');
    expect(stdout).toContain('+ Deployments to the environment "production" wait');
    expect(stdout).toMatch(/Nothing was changed\. Add --yes to make these 3 changes\.\n$/);
    expect(writes()).toEqual([]);
    expect(stage.shop.record.rulesets).toEqual([]);
  });

  it("changes it, once", async () => {
    stage.shop.environment("production");
    const first = await stage.protect(["--yes"]);
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toMatch(/Done: 3 changes were made\.\n$/);
    expect(writes()).toHaveLength(3);
    expect(ruleset("portcullis")).toMatchObject({
      target: "branch",
      enforcement: "active",
      conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
    });
    stage.github.requests.clear();
    for (const words of [[], ["--yes"]]) {
      const again = await stage.protect(words);
      expect(again.code).toBe(0);
      expect(again.stdout).toMatch(/\n\nNothing to do\.\n$/);
    }
    expect(writes()).toEqual([]);
  });

  it("makes GitHub refuse a tag without the check, and let through one with it", async () => {
    const { shop, kari, mona, github } = stage;
    shop.tag("v0.9.0", { commit: "main", by: kari });
    await stage.protect(["--yes"]);
    expect(() => {
      shop.tag("v1.0.0", { commit: "main", by: kari });
    }).toThrow(/portcullis\/release/);
    expect(() => {
      shop.tag("v1.0.0", { commit: "main", by: mona });
    }).toThrow(/portcullis\/release/);
    expect(() => {
      shop.deleteTag("v0.9.0", kari);
    }).toThrow();
    shop.tag("nightly", { commit: "main", by: kari });
    const response = await fetch(`${github.url}/api/v3/repos/acme/shop/check-runs`, {
      method: "POST",
      headers: { authorization: `token ${github.installationToken(stage.installation)}` },
      body: JSON.stringify({
        name: "portcullis/release",
        head_sha: shop.oid("main"),
        conclusion: "success",
      }),
    });
    expect(response.status).toBe(201);
    shop.tag("v1.0.0", { commit: "main", by: kari });
    shop.branch("next", "main", kari);
    shop.commit({ branch: "next", author: kari, message: "Later", files: { later: "1" } });
    expect(() => {
      shop.moveTag("v1.0.0", shop.oid("next"), kari);
    }).toThrow();
    expect(() => {
      shop.push("main", shop.oid("next"), { by: kari });
    }).toThrow(/portcullis/);
  });

  it("shows what somebody changed by hand, and mends only that", async () => {
    await stage.protect(["--yes"]);
    const tags = ruleset("portcullis tags") as {
      -readonly [K in keyof ReturnType<typeof ruleset>]: ReturnType<typeof ruleset>[K];
    };
    const bypass = [{ actor_id: 5, actor_type: "RepositoryRole", bypass_mode: "always" }] as const;
    tags.enforcement = "disabled";
    tags.bypassActors = bypass;
    tags.rules = [
      ...tags.rules.filter(({ type }) => type !== "deletion"),
      { type: "required_signatures" },
    ];
    const shown = await stage.protect();
    expect(shown.code).toBe(1);
    expect(shown.stdout).toContain("enforcement    disabled → active");
    expect(shown.stdout).toContain("rule deletion  absent → set");
    expect(shown.stdout).toContain(
      'The ruleset "portcullis tags" does not hold administrators of the',
    );
    expect(ruleset("portcullis tags").enforcement).toBe("disabled");
    expect((await stage.protect(["--yes"])).code).toBe(0);
    const mended = ruleset("portcullis tags");
    expect(mended).toMatchObject({ enforcement: "active", bypassActors: bypass });
    expect(mended.rules.map(({ type }) => type).sort()).toEqual([
      "deletion",
      "required_signatures",
      "required_status_checks",
      "update",
    ]);
    expect((await stage.protect()).stdout).toMatch(/Nothing to do\.\n$/);
  });

  it("says in words what somebody may not do who does not administer the repository", async () => {
    const { code, stdout } = await stage.protect(["--yes"], stage.kari);
    expect(code).toBe(1);
    expect(stdout).toContain(
      '✗ GitHub does not let this token create the ruleset "portcullis" (403).',
    );
    expect(stdout).toContain('"Administration: write"');
    expect(stdout).toMatch(/Not everything is protected: 2 things could not be done\.\n$/);
    expect(stage.shop.record.rulesets).toEqual([]);
  });
});

describe("portcullis protect, without a policy that holds", () => {
  it.each([
    [null, /There is no policy on the repository's default branch/],
    [
      "version: 1\nmode: maybe\n",
      /The policy has \d problems, the first: .github\/portcullis.yml:/,
    ],
    [SHOP_POLICY.replace("version: 1", "version: 2"), /The policy has a problem:/],
  ])("cannot run: %j", async (policy, message) => {
    await stage.github.stop();
    stage = await openGitHub({ policy });
    const { code, stdout, stderr } = await stage.protect(["--yes"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^portcullis: [^\n]+\n$/);
    expect(writes()).toEqual([]);
  });

  it("takes the organisation's where the repository has none", async () => {
    await stage.github.stop();
    stage = await openGitHub({ policy: null });
    const files = { ".github/portcullis.yml": SHOP_POLICY };
    stage.acme.repository(".github").commit({ author: stage.mona, message: "Floor", files });
    expect((await stage.protect()).stdout).toContain('A new ruleset "portcullis tags"');
  });
});

import type { PullRequestHandle } from "../simulator/index.ts";
import { SHOP_POLICY } from "../support/shop.ts";
import { setStage, type Stage } from "../support/stage.ts";

describe("alerts on a release pull request", () => {
  let stage: Stage;
  let pullRequest: PullRequestHandle;
  const conclusion = (gate: string) => pullRequest.checkRun(`portcullis/${gate}`)?.conclusion;
  const words = (gate: string) => {
    const run = pullRequest.checkRun(`portcullis/${gate}`);
    // As people see it: without what keeps texts from becoming links.
    return [run?.title, run?.summary, run?.text].join("\n").replaceAll("<!-- -->", "");
  };
  const after = async (act: () => void) => {
    act();
    await stage.settled();
  };

  beforeAll(async () => {
    stage = await setStage();
    pullRequest = stage.releasePullRequest();
    await stage.settled();
  });
  afterAll(async () => {
    expect(stage.github.violations).toEqual([]);
    await stage.close();
  });

  it("shut the gate when a secret is found, and open it when it was replaced", async () => {
    expect(conclusion("technical-measures")).toBe("success");
    const alert = stage.repository.alert("secret-scanning", { what: "AWS key" });
    await stage.settled();
    expect(conclusion("technical-measures")).toBe("failure");
    expect(words("technical-measures")).toContain("AWS key");
    expect(words("technical-measures")).not.toContain("nobody-may-see");
    await after(() => {
      stage.repository.closeAlert(alert);
    });
    expect(conclusion("technical-measures")).toBe("success");
  });

  it("shut the gate for a vulnerable dependency, and show what somebody dismissed", async () => {
    const alert = stage.repository.alert("dependabot", { severity: "critical" });
    await stage.settled();
    expect(conclusion("secure-development")).toBe("failure");
    expect(words("secure-development")).toContain("GHSA-35jh-r3h4-6jhm");
    await after(() => {
      stage.repository.closeAlert(alert);
    });
    expect(conclusion("secure-development")).not.toBe("failure");
    const ref = `refs/pull/${pullRequest.number}/head`;
    const found = stage.repository.alert("code-scanning", { ref });
    await stage.settled();
    expect(conclusion("technical-measures")).toBe("failure");
    const { manager } = stage.people;
    await after(() => {
      stage.repository.closeAlert(found, { dismissedBy: manager, reason: "used in tests" });
    });
    expect(conclusion("technical-measures")).toBe("success");
    expect(words("technical-measures")).toContain("used in tests");
  });

  it("are not taken for none where a source is switched off", async () => {
    await after(() => {
      stage.repository.switchOff("dependabot");
      pullRequest.comment(stage.people.author, "/portcullis recheck");
    });
    expect(conclusion("secure-development")).toBe("failure");
    expect(words("secure-development")).toContain("Dependabot alerts are disabled");
    await after(() => {
      stage.repository.record.security.off.clear();
      pullRequest.comment(stage.people.author, "/portcullis recheck");
    });
    expect(conclusion("secure-development")).not.toBe("failure");
  });

  it("wait for the analysis of the commit, and hear when it is there", async () => {
    const { repository, people, github } = stage;
    await after(() => {
      repository.record.security.analysesEverything = false;
      pullRequest.comment(people.author, "/portcullis recheck");
    });
    expect(words("technical-measures")).toContain("No code-scanning analysis of this commit");
    const scanner = github.otherApp("github-advanced-security");
    await after(() => {
      repository.analyse({
        ref: `refs/pull/${pullRequest.number}/head`,
        sha: pullRequest.headOid,
      });
      repository.checkRunOf(scanner, {
        name: "CodeQL",
        headSha: pullRequest.headOid,
        status: "completed",
        conclusion: "success",
      });
    });
    expect(conclusion("technical-measures")).toBe("success");
  });
});

describe("changes that nobody reviewed", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage({ policy: null });
  });
  afterAll(async () => {
    expect(stage.github.violations).toEqual([]);
    await stage.close();
  });

  it("are named one by one", async () => {
    const { repository, people } = stage;
    repository.tag("v1.3.0", { by: people.manager });
    repository.release({ by: people.manager, tag: "v1.3.0" });
    // What was released before the policy stood is history, and not taken back.
    const files = { ".github/portcullis.yml": SHOP_POLICY };
    repository.commit({ author: people.manager, message: "Ask for gates", files });
    const pushed = repository.commit({ author: people.author, files: { "hotfix.txt": "now" } });
    const pullRequest = stage.releasePullRequest();
    await stage.settled();
    const run = pullRequest.checkRun("portcullis/secure-development");
    expect(run?.conclusion).toBe("failure");
    expect([run?.summary, run?.text].join("\n")).toContain(pushed.slice(0, 12));
  });
});

import { type LocalGitHub, openGitHub, openReceiver } from "./github-stage.ts";

let stage: LocalGitHub;
let receiver: Awaited<ReturnType<typeof openReceiver>>;
beforeEach(async () => {
  receiver = await openReceiver();
  stage = await openGitHub({ webhookUrl: receiver.url });
  stage.shop.environment("production");
});
afterEach(async () => {
  await stage.github.stop();
  await receiver.close();
  // Two things that the local GitHub does not model, and answers with 404.
  const others = stage.github.violations.filter(
    ({ what }) => !/\/immutable-releases$|\/branches\/main\/protection$/.test(what),
  );
  expect(others).toEqual([]);
});

interface Answer {
  readonly well: boolean;
  readonly findings: readonly { check: string; level: string; what: string; remedy?: string }[];
}

/** What is not well, and what the local GitHub cannot tell anybody. */
async function examine(environment: NodeJS.ProcessEnv, words: readonly string[] = []) {
  const { code, stdout, stderr } = await stage.run(
    ["doctor", "--format", "json", ...words],
    environment,
  );
  expect(stderr).toBe("");
  const { well, findings } = JSON.parse(stdout) as Answer;
  expect(well).toBe(code === 0);
  const troubles = findings
    .filter(({ level }) => level !== "ok")
    .map(({ level, check }) => `${level} ${check}`);
  return { code, findings, troubles };
}

const both = () => ({ GH_TOKEN: stage.token, PRIVATE_KEY: stage.key });
const push = async () => {
  stage.shop.branch("next", "main", stage.kari);
  const { kari } = stage;
  stage.shop.commit({ branch: "next", author: kari, message: "x", files: { x: "1" } });
  await stage.github.settled();
};
/** The simulated GitHub tells neither of them; the tables hold what they mean. */
const UNTOLD = ["unknown tags.immutable", "unknown environments.bypass"];

describe("portcullis doctor, on a GitHub", () => {
  it("finds what protect then mends", async () => {
    await push();
    const before = await examine(both());
    expect(before.code).toBe(1);
    expect(before.troubles).toEqual([
      "warning policy.candidates",
      "unknown branches.required",
      "missing tags.required",
      "missing tags.update",
      "missing tags.deletion",
      "unknown tags.immutable",
      "missing environments.protected",
      "unknown environments.bypass",
    ]);
    expect((await stage.protect(["--yes"])).code).toBe(0);
    const after = await examine(both());
    expect(after.troubles).toEqual(["warning policy.candidates", ...UNTOLD]);
    expect(after.findings).toContainEqual({
      area: "branches",
      check: "branches.required",
      level: "ok",
      what: `main: a ruleset requires portcullis from App ${stage.github.app.id}.`,
    });
    expect(after.findings.filter(({ check }) => check === "bypass.rulesets")).toMatchObject([
      { level: "ok" },
      { level: "ok" },
    ]);
  });

  it("takes no check of that name from somebody else for ours", async () => {
    await push();
    await stage.protect(["--yes", "--app-id", "999"]);
    const { troubles, findings } = await examine(both());
    expect(troubles).toContain("missing tags.required");
    const branch = findings.find(({ check }) => check === "branches.required");
    expect(branch?.level).not.toBe("ok");
  });

  it("says what the App lacks, in people and in permissions", async () => {
    await stage.github.stop();
    stage = await openGitHub({
      webhookUrl: receiver.url,
      policy: `version: 1
roles:
  dpo: { users: [ola-hansen, nobody-at-all] }
  security-advisor: { users: [sigrid-lie] }
  release-authority: { teams: [nobody] }
  incident-responder: { teams: [incident-response] }
  tester: { teams: [testers] }
`,
    });
    stage.installation.permissions = { ...stage.installation.permissions, checks: "read" };
    stage.installation.events = stage.installation.events.filter((name) => name !== "push");
    await push();
    const { troubles } = await examine(both());
    expect(troubles).toEqual(
      expect.arrayContaining([
        "missing app.permissions.checks",
        "missing app.events.push",
        "missing people.dpo",
        "missing people.release-authority",
      ]),
    );
    expect(troubles).not.toContain("missing people.tester");
  });

  it("says that webhooks do not arrive", async () => {
    receiver.answer = 502;
    await push();
    expect((await examine(both())).troubles).toContain("missing app.deliveries");
  });

  it("says what cannot be told without the App's credentials, and without a token", async () => {
    await push();
    await stage.protect(["--yes"]);
    const person = await examine({ GH_TOKEN: stage.token });
    expect(person.troubles).toEqual(
      expect.arrayContaining(["unknown app.installed", "unknown policy.sight"]),
    );
    const app = await examine({ PRIVATE_KEY: stage.key });
    expect(app.troubles).toContain("unknown bypass.rulesets");
    expect(app.troubles).not.toContain("unknown app.installed");
    expect([person.code, app.code]).toEqual([1, 1]);
  });

  it("prints it for people, and neither token nor key", async () => {
    await push();
    const { code, stdout, stderr } = await stage.run(["doctor"], both());
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toMatch(
      /\n\nTags and releases\n {2}✗ v\*: nothing requires portcullis\/release/,
    );
    expect(stdout).toMatch(/\n\nNot all is well: \d things missing, .*\.\n$/s);
    expect(stdout).not.toContain(stage.token);
    expect(stdout).not.toContain("PRIVATE KEY-----");
  });

  it("cannot run where nobody sees the repository", async () => {
    const words = ["doctor", "--repository", "acme/gone"];
    const gone = await stage.run(words, both());
    expect(gone.code).toBe(2);
  });
});

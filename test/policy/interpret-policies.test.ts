import type { FileEntry } from "../../src/domain/index.ts";
import { interpretPolicies } from "../../src/policy/index.ts";
import { CONTEXT, SMALLEST, entryOf, layered, source, told } from "./context.ts";

describe("a policy's file", () => {
  it.each<[string, FileEntry, string, string]>([
    [
      "is missing",
      { kind: "missing" },
      "invalid",
      "1 : There is no policy here. Add .github/portcullis.yml, or do not extend it.",
    ],
    [
      "is a symbolic link",
      { kind: "not-a-file", what: "symlink" },
      "invalid",
      "1 : Where the policy was expected there is a symbolic link. Put an ordinary file in its place.",
    ],
    [
      "is a submodule",
      { kind: "not-a-file", what: "submodule" },
      "invalid",
      "1 : Where the policy was expected there is a submodule. Put an ordinary file in its place.",
    ],
    [
      "is a folder",
      { kind: "not-a-file", what: "directory" },
      "invalid",
      "1 : Where the policy was expected there is a folder. Put an ordinary file in its place.",
    ],
    [
      "is empty",
      { kind: "file", oid: "1", text: "" },
      "invalid",
      "1 : The text is empty; expected keys with their values. Write `key: value` lines.",
    ],
    [
      "is too large",
      { kind: "file", oid: "1", text: `# ${"x".repeat(512_000)}` },
      "invalid",
      "1 : The text is larger than 512,000 bytes. Split it, or leave out what is not needed.",
    ],
    [
      "could not be read",
      { kind: "unreadable", oid: null, reason: "GitHub forbids it." },
      "unreadable",
      "1 : The policy could not be read: GitHub forbids it. Make the file readable for Portcullis: plain UTF-8 text of at most 512,000 bytes.",
    ],
    [
      "was not read",
      { kind: "file", oid: "1" },
      "unreadable",
      "1 : The text of the policy was not read. Run the check again.",
    ],
  ])("that %s", (_what, entry, status, problem) => {
    const reading = interpretPolicies([entryOf("acme/shop", entry)], CONTEXT);
    expect(reading.status).toBe(status);
    expect(told(reading)).toEqual([problem]);
  });

  it("must be given", () => {
    expect(() => interpretPolicies([], CONTEXT)).toThrow(RangeError);
  });
});

describe("several policies", () => {
  const unreadable = entryOf("acme/.github", { kind: "unreadable", oid: null, reason: "Timeout." });

  it("are unknown as a whole where one cannot be read, even if the other would do", () => {
    const reading = interpretPolicies([unreadable, source("acme/shop", SMALLEST)], CONTEXT);
    expect(reading.status).toBe("unreadable");
    expect(told(reading)[0]).toMatch(/^1 : Policy of acme\/.github: The policy could not be read/);
  });

  it("are invalid where one is, and tell of the unreadable one as well", () => {
    const reading = interpretPolicies([unreadable, source("acme/shop", "mode: observ")], CONTEXT);
    expect(reading.status).toBe("invalid");
    expect(told(reading)).toEqual([
      "1 mode: `mode` is `observ`; expected enforce or observe. Write enforce or observe.",
      "1 version: The policy does not say its version. Write version: 1 at the top.",
      "1 : Policy of acme/.github: The policy could not be read: Timeout. Make the file readable for Portcullis: plain UTF-8 text of at most 512,000 bytes.",
    ]);
  });

  it("each tell their problems, with the repository they belong to", () => {
    const reading = layered("version: 1\nfoo: 1", `${SMALLEST}bar: 1`);
    expect(reading.problems.map(({ repository, line }) => [repository, line])).toEqual([
      ["acme/.github", 2],
      ["acme/shop", 6],
    ]);
    expect(reading.problems[0]?.message).toBe(
      "Policy of acme/.github: The key `foo` is not known.",
    );
  });

  it("can share what every policy must say", () => {
    const reading = layered(SMALLEST, "version: 1\ncriticality: high");
    expect(reading).toMatchObject({
      status: "valid",
      problems: [],
      policy: { criticality: "high", roles: { dpo: { teams: ["acme/privacy-office"] } } },
    });
  });

  it("lack a role only when none of them names it", () => {
    expect(told(layered("version: 1", SMALLEST.replace(/^ {2}dpo.*\n/m, "")))).toEqual([
      "2 roles.dpo: The policy names nobody as `dpo`. Add dpo under roles, with the users or teams who are authorised.",
    ]);
  });
});

describe("extends", () => {
  const upper = `${SMALLEST}extends: acme/web-policies\n`;

  it("keeps the gate shut while the policy it names was not read", () => {
    const reading = layered("version: 1", upper);
    expect(reading.status).toBe("unreadable");
    expect(told(reading)).toEqual([
      "6 extends: The policy of acme/web-policies, which this one extends, was not read. Run the check again.",
    ]);
  });

  it("cannot name the policy's own repository", () => {
    const reading = interpretPolicies([source("Acme/Web-policies", upper)], CONTEXT);
    expect(reading.status).toBe("invalid");
    expect(told(reading)).toEqual([
      "6 extends: A policy cannot extend itself. Remove `extends` from one of the policies.",
    ]);
  });

  it("cannot go round in a circle", () => {
    const base = source("acme/web-policies", "version: 1\nextends: acme/shop");
    const reading = interpretPolicies([base, source("acme/shop", upper)], CONTEXT);
    expect(reading.status).toBe("invalid");
    expect(told(reading)).toEqual([
      "2 extends: Policy of acme/web-policies: The policy of acme/shop, which this one extends, extends this one: that is a circle. Remove `extends` from one of the policies.",
    ]);
  });

  it("is left to GitHub where only GitHub can read it, with the roles that it may name", () => {
    const elsewhere = entryOf("acme/web-policies", { kind: "only-github" });
    const own = "version: 1\nextends: acme/web-policies\ncriticality: high\n";
    const reading = interpretPolicies([elsewhere, source("acme/shop", own)], CONTEXT);
    expect(reading).toMatchObject({ status: "valid", policy: { criticality: "high" } });
  });

  it("puts a policy between the organisation's and the repository's", () => {
    const sources = [
      source("acme/.github", "version: 1\ncriticality: standard"),
      source(
        "Acme/Web-Policies",
        "version: 1\ncriticality: high\ngates: { security-review: { experts: 3 } }",
      ),
      source("acme/shop", `${upper}criticality: standard\n`),
    ];
    const reading = interpretPolicies(sources, CONTEXT);
    expect(reading).toMatchObject({
      status: "valid",
      policy: { criticality: "high", experts: 3, extends: "acme/web-policies" },
    });
    expect(told(reading)).toEqual([
      "7 criticality: `criticality` is `standard`; the policy of Acme/Web-Policies asks for `high` or stricter. Write `high` or stricter.",
    ]);
  });
});

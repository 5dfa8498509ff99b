import fc from "fast-check";
import {
  EvidenceUnavailable,
  InstallationGone,
  type CheckRun,
} from "../../src/application/index.ts";
import { checkWrites } from "../../src/github/check-runs.ts";
import { annotationsIn, digestOf } from "../../src/github/digest.ts";
import { planOf } from "../../src/github/globs.ts";
import { Fresh } from "../../src/github/memory.ts";
import { PartialErrors } from "../../src/github/partial-errors.ts";
import { personOf } from "../../src/github/persons.ts";
import { partly } from "../../src/github/readings.ts";
import { Variables } from "../../src/github/variables.ts";
import { pattern } from "./support/wanted.ts";

describe("how a glob is looked for", () => {
  for (const [glob, how, directory] of [
    ["docs/a.md", "literal", undefined],
    ["*", "directory", ""],
    ["*.md", "directory", ""],
    ["docs/*.md", "directory", "docs"],
    ["a/b/{c,d}.md", "directory", "a/b"],
    ["docs/**", "subtree", "docs"],
    ["**", "subtree", ""],
    ["docs/**/x.md", "subtree", "docs"],
    ["a*/b", "subtree", ""],
    ["docs/{a/b,c}.md", "subtree", "docs"],
    ["docs/@(a|b)/c", "subtree", "docs"],
    ["docs/**.md", "subtree", "docs"],
    ["!docs/a", "subtree", ""],
    ["a\\*b", "directory", ""],
  ] as const)
    it(`${glob} by ${how}`, () => {
      const plan = planOf(pattern(glob));
      expect(plan.how).toBe(how);
      expect("directory" in plan ? plan.directory : undefined).toBe(directory);
    });

  it("never leaves out the directory of a file that matches", () => {
    const segment = fc.constantFrom("a", "b", "c.md", "*", "**", "?", "{a,b}", "*.md");
    const name = fc.constantFrom("a", "b", "c.md", "d.md");
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join("/"));
    const glob = fc.array(segment, { minLength: 1, maxLength: 4 }).map((all) => all.join("/"));
    fc.assert(
      fc.property(glob, path, (text, file) => {
        fc.pre(pattern(text).matches(file));
        const plan = planOf(pattern(text));
        const folder = file.split("/").slice(0, -1).join("/");
        if (plan.how === "literal") return plan.path === file;
        if (plan.how === "directory") return plan.directory === folder;
        return plan.directory === "" || `${file}/`.startsWith(`${plan.directory}/`);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("the digest of a check run", () => {
  const run: CheckRun = {
    name: "portcullis",
    conclusion: "failure",
    title: "Blocked",
    summary: "s",
    text: null,
    annotations: [{ path: "a", line: 1, level: "failure", title: "t", message: "m" }],
    actions: [{ label: "l", identifier: "i", description: "d" }],
  };

  it("changes with everything that is shown", () => {
    const changes: readonly Partial<CheckRun>[] = [
      {},
      { name: "other" },
      { conclusion: "success" },
      { title: "x" },
      { summary: "x" },
      { text: "" },
      { annotations: [] },
      { annotations: [{ ...run.annotations[0]!, line: 2 }] },
      { annotations: [{ ...run.annotations[0]!, path: "b" }] },
      { annotations: [{ ...run.annotations[0]!, level: "notice" }] },
      { annotations: [{ ...run.annotations[0]!, title: "x" }] },
      { annotations: [{ ...run.annotations[0]!, message: "x" }] },
      { actions: [] },
      { actions: [{ ...run.actions[0]!, label: "x" }] },
      { actions: [{ ...run.actions[0]!, identifier: "x" }] },
      { actions: [{ ...run.actions[0]!, description: "x" }] },
    ];
    const digests = changes.map((change) => digestOf({ ...run, ...change }));
    expect(new Set(digests).size).toBe(changes.length);
    expect(digestOf({ ...run })).toBe(digestOf(run));
  });

  it("tells how many annotations there are, and nothing of a foreign text", () => {
    expect(annotationsIn(digestOf(run))).toBe(1);
    for (const foreign of [null, "", "1", `${digestOf(run)}/incomplete`, "x/1"])
      expect(annotationsIn(foreign)).toBeNull();
  });

  it("of another author's run, or of one that is running, is not trusted", () => {
    const before = {
      id: "CR_1",
      name: "portcullis",
      completed: true,
      conclusion: "failure",
      externalId: digestOf(run),
      remembers: null,
    };
    expect(checkWrites([run], [before], false)).toEqual([]);
    for (const change of [
      { completed: false },
      { conclusion: "success" },
      { conclusion: null },
      { externalId: "theirs" },
      { externalId: null },
      { name: "another" },
    ])
      expect(checkWrites([run], [{ ...before, ...change }], false)).toMatchObject([
        { kind: "create" },
      ]);
  });
});

describe("the memory", () => {
  it("forgets what is too old", () => {
    const fresh = new Fresh<number>(10, 1_000);
    fresh.set("a", 1, new Date(0));
    expect(fresh.get("a", new Date(999))).toBe(1);
    expect(fresh.get("a", new Date(1_000))).toBeUndefined();
  });
});

describe("errors beside data", () => {
  const errors = new PartialErrors([
    { message: "", type: "FORBIDDEN", path: ["a", "b", 0, "c"] },
    { message: "", type: "NOT_FOUND", path: ["d", "e"] },
    { message: "", path: ["f"] },
  ]);

  it("spoil what they are in, and what is in them, and nothing else", () => {
    expect(errors.typesAt(["a"])).toEqual(["FORBIDDEN"]);
    expect(errors.typesAt(["a", "b", 0, "c", "x"])).toEqual(["FORBIDDEN"]);
    expect(errors.typesAt(["a", "b", 1])).toEqual([]);
    expect(errors.typesAt(["f"])).toEqual(["UNKNOWN"]);
    expect(errors.reasonAt(["g"], "x")).toBeNull();
  });

  it("say not found only of the very thing", () => {
    expect(errors.notFound(["d", "e"])).toBe(true);
    expect(errors.notFound(["d"])).toBe(false);
    expect(errors.notFound(["d", "e", "f"])).toBe(false);
  });
});

describe("an account", () => {
  it("without an id is nobody", () => {
    expect(personOf({ __typename: "User", login: "x", databaseId: null })).toBeNull();
    expect(personOf({ __typename: "User", login: "x" })).toBeNull();
  });

  it("of an App has one suffix, whichever way GitHub writes it", () => {
    for (const login of ["renovate", "renovate[bot]"])
      expect(personOf({ __typename: "Bot", login, databaseId: 1 })?.login).toBe("renovate[bot]");
  });
});

describe("variables", () => {
  it("are numbered, whatever they hold", () => {
    const variables = new Variables();
    expect(variables.declarations).toBe("");
    expect(variables.add("String!", "$v9")).toBe("$v0");
    expect(variables.add("Int!", 7)).toBe("$v1");
    expect(variables.declarations).toBe("($v0:String!,$v1:Int!)");
    expect(variables.values).toEqual({ v0: "$v9", v1: 7 });
  });
});

describe("a part that is read by itself", () => {
  it("is not what is missing where the App is not installed any more", async () => {
    const gone = new InstallationGone(null);
    await expect(partly("A", () => Promise.reject(gone))).rejects.toBe(gone);
    const odd = new EvidenceUnavailable("unexpected-answer", "Odd.");
    expect(await partly("A", () => Promise.reject(odd))).toEqual({
      status: "unreadable",
      reason: "A could not be read. Odd.",
    });
  });
});

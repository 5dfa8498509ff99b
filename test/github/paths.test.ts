import { answerWith, useNockedGitHub } from "./support/nocked-github.ts";
import { read } from "./support/nocked-platform.ts";
import { Refused } from "./support/official-answer.ts";
import { pattern } from "./support/wanted.ts";
import { file, head, pullRequest, world } from "./support/world.ts";

const OTHER = "e".repeat(40);

useNockedGitHub();

describe("a path", () => {
  it("that GitHub calls not found is missing; another error is none", async () => {
    const last = (d0: unknown) => ({ nodes: [{ commit: head({ d0 }) }] });
    answerWith(world({ pullRequest: pullRequest({ last: last(new Refused("NOT_FOUND")) }) }));
    const documents = ["docs/plan.md"];
    expect((await read({ documents }))?.files["docs/plan.md"]).toEqual({ kind: "missing" });
    answerWith(world({ pullRequest: pullRequest({ last: last(new Refused("INTERNAL")) }) }));
    expect((await read({ documents }))?.files["docs/plan.md"]).toMatchObject({
      kind: "unreadable",
    });
  });

  for (const [what, object] of [
    ["cut", { isTruncated: true }],
    ["null", { text: null }],
    ["with replaced bytes", { text: "caf\uFFFD", byteSize: 6 }],
    ["re-encoded", { text: "café", byteSize: 4 }],
    ["binary", { isBinary: true, text: null }],
  ] as const)
    it(`whose text is ${what} is unreadable`, async () => {
      const whole = file("# Plan\n");
      const d0 = { ...whole, object: { ...whole.object, ...object } };
      const last = { nodes: [{ commit: head({ d0 }) }] };
      answerWith(world({ pullRequest: pullRequest({ last }) }));
      const snapshot = await read({ documents: ["docs/plan.md"] });
      expect(snapshot?.files["docs/plan.md"]).toMatchObject({ kind: "unreadable", oid: whole.oid });
    });

  it("whose name is that of a property of objects is a path like another", async () => {
    const entries = [{ name: "__proto__", oid: OTHER, mode: 0o100644, type: "blob" }];
    const last = { nodes: [{ commit: head({ tree: { oid: OTHER, entries } }) }] };
    answerWith(world({ pullRequest: pullRequest({ last }) }));
    const snapshot = await read({ globs: [pattern("*")] });
    expect(snapshot?.listings["*"]).toEqual({ status: "read", value: ["__proto__"] });
    expect(Object.entries(snapshot?.files ?? {})).toEqual([
      ["__proto__", { kind: "file", oid: OTHER }],
    ]);
  });

  it("is asked for in further requests where there are very many", async () => {
    const files = Array.from({ length: 450 }, (_, index) => `src/${index}`);
    answerWith(world());
    answerWith({ repository: { commit: head() } });
    answerWith({ repository: { commit: head() } });
    const snapshot = await read({ files });
    expect(Object.keys(snapshot?.files ?? {})).toHaveLength(450);
  });
});

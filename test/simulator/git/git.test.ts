import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { commitsBetween, historyOf, mergeBase } from "./history.ts";
import { mergedTree } from "./merge.ts";
import { ObjectStore } from "./object-store.ts";
import { encodeCommit, encodeTag, encodeTree } from "./objects.ts";
import { applyChanges, flattenTree } from "./trees.ts";

const author = { name: "Ida", email: "ida@example.org", date: new Date("2026-11-20T12:00:00Z") };

function commit(store: ObjectStore, parents: string[], files: Record<string, string>): string {
  const base = parents[0] === undefined ? undefined : store.read("commit", parents[0]).tree;
  const tree = applyChanges(store, base, files);
  const date = new Date(author.date.getTime() + parents.length * 1000);
  const who = { ...author, date };
  return store.putCommit({ tree, parents, author: who, committer: who, message: "Change\n" });
}

function gitsOwn(type: string, body: Buffer): string {
  const args = ["hash-object", "-t", type, "--stdin", "--literally"];
  return execFileSync("git", args, { input: body }).toString().trim();
}

describe("object ids", () => {
  it("are those of Git", () => {
    const store = new ObjectStore();
    expect(store.putBlob(Buffer.from(""))).toBe("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
    expect(store.putTree([])).toBe("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
    const oid = commit(store, [], { "lib/a.txt": "a", "lib.txt": "b", lib0: "c" });
    const content = store.read("commit", oid);
    expect(gitsOwn("commit", encodeCommit(content))).toBe(oid);
    const { entries } = store.read("tree", content.tree);
    expect(gitsOwn("tree", encodeTree(entries))).toBe(content.tree);
    const tag = { object: oid, objectType: "commit", name: "v1", tagger: author } as const;
    const tagOid = store.putTag({ ...tag, message: "One\n" });
    expect(gitsOwn("tag", encodeTag(store.read("tag", tagOid)))).toBe(tagOid);
  });

  it("do not depend on the order in which files were added", () => {
    const files = fc.dictionary(fc.stringMatching(/^[a-c](\/[a-c]{1,2}){0,2}\.t$/), fc.string());
    fc.assert(
      fc.property(files, (contents) => {
        const reversed = Object.fromEntries(Object.entries(contents).reverse());
        const [one, other] = [new ObjectStore(), new ObjectStore()];
        const tree = applyChanges(one, undefined, contents);
        expect(applyChanges(other, undefined, reversed)).toBe(tree);
        const paths = flattenTree(one, tree).map((entry) => entry.path);
        expect(paths.toSorted()).toEqual(Object.keys(contents).toSorted());
      }),
      { numRuns: 50 },
    );
  });
});

describe("history", () => {
  it("finds what a branch added, where it left, and who changed a file last", () => {
    const store = new ObjectStore();
    const root = commit(store, [], { a: "1", b: "1" });
    const trunk = commit(store, [root], { a: "2" });
    const branch = commit(store, [root], { b: "2" });
    expect(mergeBase(store, trunk, branch)).toBe(root);
    expect(commitsBetween(store, trunk, branch).map(({ oid }) => oid)).toEqual([branch]);
    expect(historyOf(store, branch, "a").map(({ oid }) => oid)).toEqual([root]);
    expect(historyOf(store, branch, "b").map(({ oid }) => oid)).toEqual([branch, root]);
  });

  it("merges what does not conflict", () => {
    const store = new ObjectStore();
    const root = commit(store, [], { a: "1", b: "1" });
    const trunk = commit(store, [root], { a: "2" });
    const branch = commit(store, [root], { b: "2" });
    const rival = commit(store, [root], { a: "3" });
    const tree = applyChanges(store, undefined, { a: "2", b: "2" });
    expect(mergedTree(store, trunk, branch)).toBe(tree);
    expect(mergedTree(store, trunk, rival)).toBeUndefined();
  });
});

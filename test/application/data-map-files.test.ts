import { withDataMaps } from "../../src/application/data-map-files.ts";
import type { EvidenceSource, FileOptions } from "../../src/application/index.ts";
import { interpret } from "../../src/application/policy-reading.ts";
import { understand } from "../../src/application/understand.ts";
import type { Change, Evidence, FileEntry, Policy } from "../../src/domain/index.ts";
import { KNOWLEDGE } from "../support/knowledge.ts";
import { SHOP_POLICY, file, shopDocuments, shopEvidence } from "../support/shop.ts";

const GLOB = ".fides/*.yml";
const TEXT = shopDocuments()["docs/data-map.yml"] ?? "";
const HEAD = "1".repeat(40);
const BASE = "3".repeat(40);
const POLICY = policyWith(`documents: { data-map: ["${GLOB}"] }\n`);

function policyWith(more: string): Policy {
  const entry = file(`${SHOP_POLICY}${more}`);
  const sources = [{ repository: "acme/shop", path: ".github/portcullis.yml", entry }];
  const reading = interpret(sources, { defaultBranch: "main" }, KNOWLEDGE);
  if (reading.status !== "valid") throw new Error(JSON.stringify(reading));
  return reading.policy;
}

/** Evidence in which the glob matches these files now, and these changed since. */
function evidenceWith(paths: readonly string[], changes: readonly Change[]): Evidence {
  const evidence = shopEvidence();
  const bare = paths.map((path): [string, FileEntry] => [path, { kind: "file", oid: "a" }]);
  return {
    ...evidence,
    files: { ...evidence.files, ...Object.fromEntries(bare) },
    listings: { [GLOB]: { status: "read", value: paths } },
    range: { status: "read", value: { from: BASE, fromName: "v1.3.0", changes, before: {} } },
  };
}

async function read(evidence: Evidence, policy = POLICY) {
  const asked: string[] = [];
  const source = {
    files: (commit: string, paths: readonly string[], options?: FileOptions) => {
      asked.push(...paths.map((path) => `${commit === HEAD ? "now" : "then"} ${path}`));
      if (options?.withText !== true) throw new Error("The texts are what is wanted.");
      return Promise.resolve(Object.fromEntries(paths.map((path) => [path, file(TEXT)])));
    },
  } as Partial<EvidenceSource> as EvidenceSource;
  const snapshot = { ...evidence, policies: { defaultBranch: "main", sources: [] } };
  const whole = await withDataMaps(source, snapshot, policy);
  const { dataMap, dataMapBefore } = understand(
    { ...evidence, files: whole.files, range: whole.range },
    policy,
    [],
    KNOWLEDGE,
  ).documents;
  const shown = (map: typeof dataMapBefore) =>
    map?.map((one) => `${one.status} ${one.status === "read" ? one.document.path : one.path}`);
  return { asked, now: shown(dataMap), then: shown(dataMapBefore) };
}

const change = (kind: Change["kind"], path: string, previousPath: string | null = null) =>
  ({ kind, path, previousPath }) satisfies Change;

describe("a data map that is named by a glob", () => {
  it("is read with its texts, now and as it was", async () => {
    expect(await read(evidenceWith([".fides/a.yml", ".fides/b.yml"], []))).toEqual({
      asked: ["now .fides/a.yml", "now .fides/b.yml", "then .fides/a.yml", "then .fides/b.yml"],
      now: ["read .fides/a.yml", "read .fides/b.yml"],
      then: ["read .fides/a.yml", "read .fides/b.yml"],
    });
  });

  it.each<[string, readonly Change[], readonly string[]]>([
    ["leaves out what was added since", [change("added", ".fides/a.yml")], []],
    ["has what was removed since", [change("removed", ".fides/z.yml")], ["a", "z"]],
    [
      "has what was renamed under its old name",
      [change("renamed", ".fides/a.yml", ".fides/o.yml")],
      ["o"],
    ],
    [
      "leaves out what lay elsewhere, where nobody looked at it",
      [change("renamed", ".fides/a.yml", "drafts/o.yml")],
      [],
    ],
    [
      "has what was moved out of it",
      [change("renamed", "drafts/z.yml", ".fides/z.yml")],
      ["a", "z"],
    ],
    ["leaves out what is not the map's", [change("removed", "src/a.ts")], ["a"]],
  ])("as it was %s", async (_what, changes, names) => {
    const { then } = await read(evidenceWith([".fides/a.yml"], changes));
    expect(then).toEqual(names.map((name) => `read .fides/${name}.yml`));
  });

  it("is missing where nothing matches, and unreadable where far too much does", async () => {
    expect((await read(evidenceWith([], []))).now).toEqual([`missing ${GLOB}`]);
    const many = Array.from({ length: 101 }, (_, index) => `.fides/${index}.yml`);
    expect((await read(evidenceWith(many, []))).now).toEqual([`unreadable ${GLOB}`]);
  });

  it("is unreadable where nobody could tell what matches", async () => {
    const listings = { [GLOB]: { status: "unreadable", reason: "Too many files." } } as const;
    expect((await read({ ...evidenceWith([], []), listings })).now).toEqual([`unreadable ${GLOB}`]);
    expect((await read({ ...evidenceWith([], []), listings: {} })).now).toEqual([
      `unreadable ${GLOB}`,
    ]);
  });
});

it("asks for nothing more where the policy names the data map's file", async () => {
  expect(await read(shopEvidence(), policyWith(""))).toEqual({
    asked: [],
    now: ["read docs/data-map.yml"],
    then: ["read docs/data-map.yml"],
  });
});

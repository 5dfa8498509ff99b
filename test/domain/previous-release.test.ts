import fc from "fast-check";
import { previousReleases, type ListedRelease } from "../../src/domain/index.ts";
import { compareVersions } from "../../src/domain/version.ts";
import { pattern } from "../github/support/wanted.ts";

const CANDIDATE = "c".repeat(40);

type Fields = Partial<Omit<ListedRelease, "tag">>;

let day = 0;
/** A release of a commit of its own that passed, published a day after the one before. */
const released = (tag: string, fields: Fields = {}): ListedRelease => {
  day += 1;
  const publishedAt = new Date(Date.UTC(2026, 0, day)).toISOString();
  return {
    tag,
    commit: `commit of ${tag}`,
    publishedAt,
    prerelease: false,
    passed: true,
    ...fields,
  };
};
beforeEach(() => {
  day = 0;
});

/** The tags of those that may be the previous release, best first. */
function before(
  release: string | null,
  listed: readonly ListedRelease[],
  tags: readonly string[] = ["v*"],
): readonly string[] {
  const stage = release === null ? "review" : "release";
  const candidate = { commit: CANDIDATE, stage, release } as const;
  return previousReleases(listed, candidate, tags.map(pattern)).map(({ tag }) => tag);
}

describe("before a release came", () => {
  const cases: readonly (readonly [
    string,
    string,
    () => readonly ListedRelease[],
    readonly string[],
  ])[] = [
    ["nothing, where it is the first", "v1.0.0", () => [], []],
    [
      "those of a lower version, the highest first",
      "v1.10.0",
      () => [released("v1.9.0"), released("v1.8.0"), released("v2.0.0"), released("v1.10.0")],
      ["v1.9.0", "v1.8.0"],
    ],
    [
      "for a backport those of its own line, though a newer one is out",
      "v1.4.1",
      () => [released("v1.4.0"), released("v2.0.0"), released("v2.0.1")],
      ["v1.4.0"],
    ],
    [
      "a backport that was published later, where it has the higher version",
      "v1.6.0",
      () => [released("v1.5.0"), released("v1.4.9")],
      ["v1.5.0", "v1.4.9"],
    ],
    [
      "the one published last of those that are the same version",
      "v1.1.0",
      () => [released("v1.0.0+linux"), released("v1.0.0+mac")],
      ["v1.0.0+mac", "v1.0.0+linux"],
    ],
    [
      "for a pre-release the last release, not the pre-releases before it",
      "v2.0.0-rc.2",
      () => [released("v1.9.0"), released("v2.0.0-rc.1", { prerelease: true })],
      ["v1.9.0"],
    ],
    [
      "for the release what came before its pre-releases",
      "v2.0.0",
      () => [released("v1.9.0"), released("v2.0.0-rc.1", { prerelease: true })],
      ["v1.9.0"],
    ],
    [
      "no draft, and none whose tag is gone",
      "v1.3.0",
      () => [
        released("v1.0.0"),
        released("v1.1.0", { commit: null }),
        released("v1.2.0", { publishedAt: null }),
      ],
      ["v1.0.0"],
    ],
    [
      "another release of the very same commit",
      "v1.4.1",
      () => [released("v1.4.0", { commit: CANDIDATE }), released("v1.3.0")],
      ["v1.4.0", "v1.3.0"],
    ],
    [
      "by date, where tags are days",
      "v2026-11-20",
      () => [released("v2026-08-31"), released("v2026-11-09"), released("v2026-12-01")],
      ["v2026-11-09", "v2026-08-31"],
    ],
    [
      "none whose tag is no release's",
      "v1.1.0",
      () => [released("nightly-1"), released("v1.0.0"), released("api-v1.0.0")],
      ["v1.0.0"],
    ],
  ];
  it.each(cases)("%s", (_, release, listed, expected) => {
    expect(before(release, listed())).toEqual(expected);
  });

  it("only those of its own line, where a repository has several", () => {
    const listed = [released("api-v1.0"), released("web-v1.0"), released("api-v1.1")];
    const lines = ["api-v*", "web-v*"];
    expect(before("web-v1.1", listed, lines)).toEqual(["web-v1.0"]);
    expect(before("api-v1.2", listed, lines)).toEqual(["api-v1.1", "api-v1.0"]);
    expect(before("api-v1.0", listed, lines)).toEqual([]);
  });

  it("those of all lines, where its own tag matches none", () => {
    const listed = [released("api-v1.0"), released("web-v1.0")];
    expect(before("zero", listed, ["api-v*", "web-v*"])).toEqual(["web-v1.0", "api-v1.0"]);
  });
});

describe("a release that never passed", () => {
  const never = { passed: false };

  it("does not count beside one that passed, so that nobody forges a short range", () => {
    const listed = [released("v1.0.0"), released("v1.1.0", never)];
    expect(before("v1.2.0", listed)).toEqual(["v1.0.0"]);
    expect(before(null, listed)).toEqual(["v1.0.0"]);
  });

  it("counts where none has passed, as before anybody asked for a gate", () => {
    const listed = [released("v1.0.0", never), released("v1.1.0", never)];
    expect(before("v1.2.0", listed)).toEqual(["v1.1.0", "v1.0.0"]);
    expect(before(null, listed)).toEqual(["v1.1.0", "v1.0.0"]);
  });

  it("counts still, where what passed comes later or is no release", () => {
    const listed = [
      released("v1.0.0", never),
      released("v2.0.0"),
      released("v1.0.5", { prerelease: true }),
      released("v1.0.6", { publishedAt: null }),
      released("nightly-1"),
    ];
    expect(before("v1.1.0", listed)).toEqual(["v1.0.0"]);
  });
});

describe("before what has no tag yet came", () => {
  it("what was published last, whatever its version", () => {
    const listed = [released("v2.0.0"), released("v1.4.1"), released("v1.4.0")];
    expect(before(null, listed)).toEqual(["v1.4.0", "v1.4.1", "v2.0.0"]);
  });

  it("none of the same commit: what is out is looked at again by what came before", () => {
    const listed = [released("v1.3.0"), released("v1.4.0", { commit: CANDIDATE })];
    expect(before(null, listed)).toEqual(["v1.3.0"]);
  });

  it("the same where the tag is only announced", () => {
    const listed = [released("v1.3.0"), released("v1.4.0")];
    const candidate = { commit: CANDIDATE, stage: "review", release: "v1.4.0" } as const;
    const found = previousReleases(listed, candidate, [pattern("v*")]);
    expect(found.map(({ tag }) => tag)).toEqual(["v1.4.0", "v1.3.0"]);
  });
});

describe("whatever was released", () => {
  const releases = fc.array(
    fc.record({
      tag: fc.constantFrom("v1", "v1.1", "v1.1-rc", "v1.2", "v2", "api-v1", "nightly"),
      commit: fc.constantFrom(null, CANDIDATE, "d".repeat(40)),
      publishedAt: fc.constantFrom(null, "2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z"),
      prerelease: fc.boolean(),
      passed: fc.boolean(),
    }),
    { maxLength: 8 },
  );
  const possible = (release: string | null, listed: readonly ListedRelease[]) =>
    previousReleases(
      listed,
      { commit: CANDIDATE, stage: release === null ? "review" : "release", release },
      [pattern("v*")],
    );

  it("only published releases of a lower version come before one", () => {
    fc.assert(
      fc.property(releases, fc.constantFrom("v1", "v1.1", "v1.2", "v3"), (listed, own) => {
        for (const each of possible(own, listed)) {
          expect(listed).toContain(each);
          expect(each).toMatchObject({
            prerelease: false,
            tag: expect.stringMatching(/^v/) as string,
          });
          expect(each.publishedAt).not.toBeNull();
          expect(each.commit).not.toBeNull();
          expect(compareVersions(each.tag, own)).toBeLessThan(0);
        }
      }),
    );
  });

  it("one more that never passed never makes the range shorter", () => {
    fc.assert(
      fc.property(
        releases,
        releases,
        fc.constantFrom(null, "v1.2", "v3"),
        (listed, forged, own) => {
          const honest = possible(own, listed);
          if (!honest.some(({ passed }) => passed)) return;
          const more = [...listed, ...forged.map((each) => ({ ...each, passed: false }))];
          expect(possible(own, more)).toEqual(honest);
        },
      ),
    );
  });

  it("the order in which GitHub lists them does not matter for versions and times that differ", () => {
    const distinct = fc.uniqueArray(fc.integer({ min: 0, max: 99 }), {
      minLength: 2,
      maxLength: 8,
    });
    fc.assert(
      fc.property(distinct, fc.constantFrom(null, "v1.50"), (minors, own) => {
        day = 0;
        const listed = minors.map((minor) => released(`v1.${minor}`));
        expect(possible(own, listed.toReversed())).toEqual(possible(own, listed));
      }),
    );
  });
});

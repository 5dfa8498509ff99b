import { refs } from "../../src/github/refs.ts";
import { answerRaw, answerWith, operations, useNockedGitHub } from "./support/nocked-github.ts";
import { nockedApi } from "./support/nocked-rest.ts";
import { Refused } from "./support/official-answer.ts";
import { page } from "./support/world.ts";

useNockedGitHub();

const groups = () => refs(nockedApi()).mergeGroups("acme/shop", "main");
const queue = (entries: unknown) => ({ repository: { mergeQueue: { entries } } });

/** An entry for pull request #10 × position. */
const entry = (position: number, head: string | null, changes: Record<string, unknown> = {}) => ({
  position,
  headCommit: head === null ? null : { oid: head.repeat(40) },
  pullRequest: { number: 10 * position },
  ...changes,
});

const [A, B] = ["a".repeat(40), "b".repeat(40)];
const members = (...value: number[]) => ({ status: "read", value });
const unreadable = { status: "unreadable", reason: expect.any(String) as unknown };

describe("the groups of a merge queue", () => {
  const cases: readonly (readonly [string, readonly unknown[], unknown])[] = [
    ["an empty queue has none", [], []],
    ["entries without a head are in none", [entry(1, null)], []],
    [
      "a group holds everything in front of it",
      [entry(1, "a"), entry(2, "b")],
      [
        { head: A, members: members(10) },
        { head: B, members: members(10, 20) },
      ],
    ],
    [
      "the last of a group may be the only one with its head",
      [entry(1, null), entry(2, "a"), entry(3, null)],
      [{ head: A, members: members(10, 20) }],
    ],
    [
      "all of a group may carry its head",
      [entry(1, "a"), entry(2, "a")],
      [{ head: A, members: members(10, 20) }],
    ],
    [
      "members come in the queue's order, however they are listed",
      [entry(3, null), entry(2, "a"), entry(1, null)],
      [{ head: A, members: members(10, 20) }],
    ],
    [
      "positions may begin later",
      [entry(4, null), entry(5, "a")],
      [{ head: A, members: members(40, 50) }],
    ],
    [
      "a gap makes what is behind it unreadable",
      [entry(1, "a"), entry(3, "b")],
      [
        { head: A, members: members(10) },
        { head: B, members: unreadable },
      ],
    ],
    [
      "so does a position that stands twice",
      [entry(1, null), entry(1, "a")],
      [{ head: A, members: unreadable }],
    ],
    [
      "so does a pull request that is hidden",
      [entry(1, null, { pullRequest: null }), entry(2, "a")],
      [{ head: A, members: unreadable }],
    ],
  ];
  for (const [what, entries, expected] of cases)
    it(`are told: ${what}`, async () => {
      answerWith(queue(page(entries)));
      expect(await groups()).toEqual(expected);
    });

  it("are read on further pages", async () => {
    const first = Array.from({ length: 100 }, (_, n) => entry(n + 1, null));
    answerWith(queue(page(first, "next", 101)));
    answerWith(queue(page([entry(101, "a")], null, 101)));
    const [group] = await groups();
    expect(group?.members).toMatchObject({ status: "read", value: { length: 101 } });
    expect(Object.values(operations[1]?.variables ?? {})).toContain("next");
  });

  it("are none without a queue, and in a repository that is gone", async () => {
    answerWith({ repository: { mergeQueue: null } });
    expect(await groups()).toEqual([]);
    answerWith({ repository: new Refused("NOT_FOUND") });
    expect(await groups()).toEqual([]);
  });

  const failures: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ["a refusal", { repository: { mergeQueue: new Refused() } }, "forbidden"],
    ["a refusal of the entries", queue(new Refused()), "forbidden"],
    ["a failure", { repository: { mergeQueue: new Refused("LOADING") } }, "unexpected-answer"],
    ["an entry that is missing", queue(page([entry(1, "a"), null], null, 1)), "unexpected-answer"],
    ["entries that are missing", queue(null), "unexpected-answer"],
  ];
  for (const [what, fixture, code] of failures)
    it(`cannot be told after ${what}`, async () => {
      answerWith(fixture);
      await expect(groups()).rejects.toMatchObject({ code });
    });

  it("are put off while GitHub cannot be reached", async () => {
    answerRaw(503, "");
    await expect(groups()).rejects.toMatchObject({ code: "unreachable" });
  });
});

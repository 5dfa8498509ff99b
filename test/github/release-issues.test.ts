import { releaseDesk } from "../../src/github/release-desk.ts";
import { answerRaw, answerWith, operations, useNockedGitHub } from "./support/nocked-github.ts";
import { exchange, nockedApi, sentBodies } from "./support/nocked-rest.ts";
import { Refused } from "./support/official-answer.ts";
import { officialExample } from "./support/official-example.ts";
import { DORA, page } from "./support/world.ts";

useNockedGitHub();

const REPOSITORY = "acme/shop";
const MARKER = "<!-- portcullis:release v1 -->";
const desk = releaseDesk(nockedApi(), { appId: 1, appSlug: "portcullis" });

const BOT = { __typename: "Bot", login: "portcullis", databaseId: 9 };

const issue = (changes: Record<string, unknown> = {}) => ({
  number: 3,
  title: "v1 could not be taken back",
  body: `Text\r\n${MARKER}\r\n`,
  state: "OPEN",
  viewerDidAuthor: false,
  author: BOT,
  ...changes,
});

const answerIssues = (nodes: readonly unknown[], next: string | null = null) => {
  answerWith({ repository: { issues: page(nodes, next, next === null ? 0 : 150) } });
};

describe("our own issues", () => {
  it("are those that we wrote, with the marker on a line of its own", async () => {
    answerIssues([
      issue(),
      issue({ number: 4, state: "CLOSED", author: null, viewerDidAuthor: true }),
      issue({ number: 5, author: DORA }),
      issue({ number: 6, author: { ...BOT, login: "other" } }),
      issue({ number: 7, author: { ...BOT, __typename: "User" } }),
      issue({ number: 8, body: `Text ${MARKER}` }),
      issue({ number: 9, body: "Text" }),
    ]);
    expect(await desk.ownIssues(REPOSITORY, MARKER)).toEqual([
      { number: 3, title: issue().title, body: issue().body, state: "open" },
      { number: 4, title: issue().title, body: issue().body, state: "closed" },
    ]);
    expect(Object.values(operations[0]?.variables ?? {})).toContainEqual(["portcullis"]);
  });

  it("are found on further pages", async () => {
    answerIssues(
      Array.from({ length: 100 }, () => issue({ body: "" })),
      "next",
    );
    answerIssues([issue()]);
    expect(await desk.ownIssues(REPOSITORY, MARKER)).toHaveLength(1);
    expect(Object.values(operations[1]?.variables ?? {})).toContain("next");
  });

  it("are none where issues may not be read: then none could be written either", async () => {
    answerWith({ repository: { issues: new Refused() } });
    expect(await desk.ownIssues(REPOSITORY, MARKER)).toEqual([]);
  });

  const broken: readonly (readonly [string, Record<string, unknown>])[] = [
    ["a part is missing", { repository: { issues: page([issue(), null]) } }],
    ["fewer come than GitHub counts", { repository: { issues: page([issue()], null, 2) } }],
    ["an author is refused", { repository: { issues: page([issue({ author: new Refused() })]) } }],
    ["GitHub fails", { repository: { issues: new Refused("SERVICE_UNAVAILABLE") } }],
    ["the repository is gone", { repository: new Refused("NOT_FOUND") }],
  ];
  for (const [what, fixture] of broken)
    it(`are no answer where ${what}`, async () => {
      answerWith(fixture);
      await expect(desk.ownIssues(REPOSITORY, MARKER)).rejects.toMatchObject({
        code: "unexpected-answer",
      });
    });

  it("are put off while GitHub cannot be reached", async () => {
    answerRaw(502, "<html>");
    await expect(desk.ownIssues(REPOSITORY, MARKER)).rejects.toMatchObject({
      code: "unreachable",
    });
  });
});

const text = { title: "v1 could not be taken back", body: `Text\n${MARKER}` };
const opened = { template: "/repos/{owner}/{repo}/issues", path: "/repos/acme/shop/issues" };
const edited = {
  template: "/repos/{owner}/{repo}/issues/{issue_number}",
  path: "/repos/acme/shop/issues/3",
};
const open = () => desk.openIssue(REPOSITORY, text);
const edit = () => desk.editIssue(REPOSITORY, 3, text, "closed");

describe("an issue", () => {
  it("is opened under our label", async () => {
    exchange("POST", { ...opened, status: 201, body: officialExample("issue") });
    expect(await open()).toEqual({ status: "done" });
    expect(sentBodies()).toEqual([{ ...text, labels: ["portcullis"] }]);
  });

  for (const [state, more] of [
    ["closed", { state_reason: "completed" }],
    ["open", {}],
  ] as const)
    it(`is written anew, and is ${state} afterwards`, async () => {
      exchange("PATCH", { ...edited, status: 200, body: officialExample("issue") });
      expect(await desk.editIssue(REPOSITORY, 3, text, state)).toEqual({ status: "done" });
      expect(sentBodies()).toEqual([{ ...text, state, ...more }]);
    });

  const long = `Validation\n\u202eFailed ${"💥".repeat(400)}`;
  const refusals: readonly (readonly [string, number, object, string])[] = [
    ["issues are switched off", 410, { message: "Issues are disabled" }, "Issues are disabled"],
    ["issues: write is missing", 403, { message: "Not accessible" }, "Not accessible"],
    ["details", 422, { message: "Bad", errors: [{ message: "a" }, "b", {}] }, "Bad: a: b"],
    ["odd details", 422, { message: "Bad", errors: "all of it" }, "Bad"],
    ["no words", 422, {}, "GitHub answered 422."],
    ["words without end", 422, { message: long }, `Validation Failed ${"💥".repeat(281)}…`],
  ];
  for (const [what, status, body, why] of refusals)
    it(`is refused in GitHub's words: ${what}`, async () => {
      exchange("POST", { ...opened, status, body });
      expect(await open()).toEqual({ status: "refused", why });
      exchange("PATCH", { ...edited, status, body });
      expect(await edit()).toEqual({ status: "refused", why });
    });

  it("that is gone cannot be edited; a repository that is gone gets none", async () => {
    exchange("PATCH", { ...edited, status: 404, body: { message: "Not Found" } });
    expect(await edit()).toEqual({ status: "gone" });
    exchange("POST", { ...opened, status: 404, body: { message: "Not Found" } });
    expect(await open()).toEqual({ status: "refused", why: "Not Found" });
  });

  for (const [status, code] of [
    [401, "forbidden"],
    [429, "rate-limited"],
    [503, "unreachable"],
  ] as const)
    it(`is put off after a ${status}`, async () => {
      exchange("POST", { ...opened, status, body: { message: "No" } });
      await expect(open()).rejects.toMatchObject({ code });
    });
});

import type { Publication } from "../../src/application/index.ts";
import { nothingRemembered, type Remembered } from "../../src/github/index.ts";
import { answerWith, operations, rest, useNockedGitHub } from "./support/nocked-github.ts";
import { platform } from "./support/nocked-platform.ts";
import { Refused } from "./support/official-answer.ts";
import { HEAD } from "./support/world.ts";

useNockedGitHub();

describe("a mutation", () => {
  const check = (name: string) =>
    ({
      name,
      conclusion: "success",
      title: "Passed",
      summary: "",
      text: null,
      annotations: [],
      actions: [],
    }) as const;
  const publish = ({
    remembered = nothingRemembered(),
    ...changes
  }: Partial<Publication> & { readonly remembered?: Remembered } = {}) =>
    platform({ remembered }).publish(
      {
        repository: "acme/shop",
        commit: HEAD,
        pullRequest: 7,
        page: "pull/7",
        checks: [check("portcullis/a"), check("portcullis")],
        comment: null,
        requests: { users: [], teams: [] },
        ...changes,
      },
      { checks: [], comment: null, requested: { users: [], teams: [] } },
      { again: false },
    );
  const repository = { repository: { id: "R_1", url: "https://github.com/acme/shop" } };

  it("that was carried out only in part says what was not", async () => {
    answerWith(repository);
    answerWith({ c0: { checkRun: { id: "CR_1" } }, c1: new Refused() });
    await expect(publish()).rejects.toMatchObject({
      code: "forbidden",
      message: "1 of 2 check runs could not be written: portcullis (FORBIDDEN).",
    });
    expect(operations).toHaveLength(2);
  });

  it("that gave no run back is not taken for done", async () => {
    answerWith(repository);
    answerWith({ c0: { checkRun: { id: "CR_1" } }, c1: { checkRun: null } });
    await expect(publish()).rejects.toMatchObject({ code: "unreachable" });
  });

  describe("with a comment and requests beside the check runs", () => {
    const runs = { c0: { checkRun: { id: "CR_1" } }, c1: { checkRun: { id: "CR_2" } } };
    const COMMENT = { commentEdge: { node: { fullDatabaseId: "5" } } };
    const POSTED = "/repos/acme/shop/pulls/7/requested_reviewers";
    const publishAll = () => {
      const remembered = nothingRemembered();
      remembered.repositories.set("acme/shop", repository.repository);
      remembered.pullRequests.set("acme/shop#7", {
        id: "PR_7",
        author: "dora",
        openedAt: "2026-11-20T12:00:00Z",
        commentsRead: true,
      });
      for (const [name, id] of Object.entries({ mona: "U_1", "acme/dpo": "T_1", dora: "U_2" }))
        remembered.nodeIds.set(name, id, new Date());
      return publish({
        remembered,
        comment: () => "Hello",
        requests: { users: ["Mona", "dora"], teams: ["acme/dpo"] },
      });
    };

    it("asks all whose ids are known, takes nobody off, and never asks the author", async () => {
      answerWith({ ...runs, comment: COMMENT, requests: {} });
      expect(await publishAll()).toEqual({ comment: null, notAsked: [], failure: null });
      expect(operations).toHaveLength(1);
      expect(Object.values(operations[0]?.variables ?? {}).slice(2)).toEqual([
        { subjectId: "PR_7", body: "Hello" },
        { pullRequestId: "PR_7", userIds: ["U_1"], teamIds: ["T_1"], union: true },
      ]);
    });

    for (const type of ["FORBIDDEN", "NOT_FOUND", "UNPROCESSABLE", "INSUFFICIENT_SCOPES"])
      it(`asks by name where GitHub refused the requests (${type})`, async () => {
        answerWith({ ...runs, comment: COMMENT, requests: new Refused(type) });
        const asked = rest().post(POSTED, { reviewers: ["mona"], team_reviewers: ["dpo"] });
        const scope = asked.reply(201, {});
        expect(await publishAll()).toEqual({ comment: null, notAsked: [], failure: null });
        expect(scope.isDone()).toBe(true);
      });

    it("tells apart whom it may not ask from who may not read the repository", async () => {
      answerWith({ ...runs, comment: COMMENT, requests: new Refused() });
      rest().post(POSTED).reply(422, {});
      rest()
        .post(POSTED, { reviewers: ["mona"], team_reviewers: [] })
        .reply(422, {});
      rest()
        .post(POSTED, { reviewers: [], team_reviewers: ["dpo"] })
        .reply(403, {});
      expect((await publishAll()).notAsked).toEqual([
        { name: "mona", team: false, why: "no-access" },
        { name: "acme/dpo", team: true, why: "not-permitted" },
      ]);
    });

    for (const what of ["comment", "requests"])
      it(`is thrown where nobody knows whether the ${what} got there`, async () => {
        answerWith({ ...runs, comment: COMMENT, requests: {}, [what]: new Refused("INTERNAL") });
        await expect(publishAll()).rejects.toMatchObject({
          code: "unreachable",
          message: `Nobody knows whether GitHub took the ${what} (INTERNAL).`,
        });
      });

    it("is told where GitHub does not say which comment it wrote: the next one finds it", async () => {
      answerWith({ ...runs, comment: {}, requests: new Refused() });
      rest().post(POSTED).times(3).reply(422, {});
      expect((await publishAll()).failure).toMatchObject({ code: "unreachable" });
    });

    it("says of a run that was not written only why that was", async () => {
      answerWith({ ...runs, c1: new Refused("UNPROCESSABLE"), comment: new Refused("FORBIDDEN") });
      await expect(publishAll()).rejects.toMatchObject({
        code: "unexpected-answer",
        message: "1 of 2 check runs could not be written: portcullis (UNPROCESSABLE).",
      });
    });
  });
});

import type { CheckRun, NotAsked, Publication, Published } from "../../src/application/index.ts";
import { COMMENT_MARKER } from "../../src/application/index.ts";
import { digestOf } from "../../src/github/digest.ts";
import { forget } from "../../src/github/forget.ts";
import { openShop, requestsTo, type Shop } from "./support/shop.ts";
import { wanted } from "./support/wanted.ts";

let shop: Shop;
let pull: ReturnType<Shop["shop"]["pullRequest"]>;
beforeEach(async () => {
  shop = await openShop();
  shop.shop.branch("release", "main", shop.dora);
  shop.shop.commit({ branch: "release", author: shop.dora, files: { a: "1" } });
  pull = shop.shop.pullRequest({ by: shop.dora, head: "release" });
});
afterEach(async () => {
  await shop.github.stop();
  expect(shop.github.violations.filter(({ where }) => where !== "webhook")).toEqual([]);
});

const nothing: Published = { checks: [], comment: null, requested: { users: [], teams: [] } };

function run(changes: Partial<CheckRun> = {}): CheckRun {
  return {
    name: "portcullis",
    conclusion: "failure",
    title: "Blocked",
    summary: "Much is missing.",
    text: null,
    annotations: [],
    actions: [{ label: "Recheck", identifier: "recheck", description: "Look again" }],
    ...changes,
  };
}

function publication(changes: Partial<Publication> = {}): Publication {
  return {
    repository: "acme/shop",
    commit: pull.headOid,
    pullRequest: pull.number,
    page: `pull/${pull.number}`,
    checks: [run(), run({ name: "portcullis/archive" })],
    comment: null,
    requests: { users: [], teams: [] },
    ...changes,
  };
}

const annotations = (count: number): CheckRun["annotations"] =>
  Array.from({ length: count }, (_, index) => ({
    path: "docs/plan.md",
    line: index + 1,
    level: "failure",
    title: `Thing ${index}`,
    message: "It is missing.",
  }));

async function published(): Promise<Published> {
  const snapshot = await shop.platform().pullRequest(shop.ref(pull.number)).snapshot(wanted());
  return snapshot?.published ?? nothing;
}

const ALL_WRITTEN = { comment: null, notAsked: [], failure: null };
const STRANGER = { name: "stranger", team: false, why: "no-access" } as const;
const ELSEWHERE = { name: "elsewhere/team", team: true, why: "elsewhere" } as const;

const says = (text: string) => () => text;

/** What one publication costs, after a snapshot. */
async function publish(changes: Partial<Publication> = {}, again = false) {
  const before = await published();
  shop.github.requests.clear();
  const unwritten = await shop.platform().publish(publication(changes), before, { again });
  return { ...unwritten, requests: requestsTo(shop.github) };
}

describe("check runs", () => {
  it("are created in one mutation, and stand as they were given", async () => {
    const common = { id: expect.any(String) as unknown, completed: true, conclusion: "failure" };
    const archive = run({ name: "portcullis/archive" });
    const { requests } = await publish();
    expect(requests).toEqual(["graphql Checks"]);
    expect((await published()).checks).toEqual([
      { ...common, name: "portcullis", externalId: digestOf(run()), remembers: null },
      {
        ...common,
        name: "portcullis/archive",
        externalId: digestOf(archive),
        remembers: null,
      },
    ]);
    expect(pull.checkRun("portcullis")).toMatchObject({
      title: "Blocked",
      summary: "Much is missing.",
      detailsUrl: `${shop.github.url}/acme/shop/pull/${pull.number}`,
    });
  });

  it("that say the same are not written again", async () => {
    await publish();
    expect((await publish()).requests).toEqual([]);
  });

  it("that say something else are updated, and only those", async () => {
    await publish();
    const id = pull.checkRun("portcullis")?.id;
    const passed = run({ conclusion: "success", title: "Passed", text: "All is well." });
    const { requests } = await publish({ checks: [passed, run({ name: "portcullis/archive" })] });
    expect(requests).toEqual(["graphql Checks"]);
    expect(pull.checkRun("portcullis")).toMatchObject({ id, title: "Passed" });
    expect((await publish({ checks: [passed] })).requests).toEqual([]);
  });

  it("are all created anew when somebody pressed Re-run", async () => {
    await publish();
    const id = pull.checkRun("portcullis")?.id;
    expect((await publish({}, true)).requests).toEqual(["graphql Checks"]);
    expect(pull.checkRun("portcullis")?.id).not.toBe(id);
  });

  for (const count of [1, 50, 51, 100, 101, 175])
    it(`carry ${count} annotations, each once`, async () => {
      const checks = [run({ annotations: annotations(count) })];
      const { requests } = await publish({ checks });
      expect(requests).toHaveLength(count > 50 ? 2 : 1);
      expect(pull.checkRun("portcullis")?.annotations).toHaveLength(count);
      expect((await publish({ checks })).requests).toEqual([]);
    });

  it("with other annotations are created anew, because an update would append", async () => {
    await publish({ checks: [run({ annotations: annotations(3) })] });
    const id = pull.checkRun("portcullis")?.id;
    await publish({ checks: [run({ annotations: annotations(2) })] });
    expect(pull.checkRun("portcullis")?.annotations).toHaveLength(2);
    expect(pull.checkRun("portcullis")?.id).not.toBe(id);
    await publish({ checks: [run()] });
    expect(pull.checkRun("portcullis")?.annotations).toHaveLength(0);
  });

  it("whose last annotations got lost are written anew", async () => {
    const checks = [run({ annotations: annotations(60) })];
    shop.github.faults.inject(
      { status: 502 },
      (request) => request.body.includes("updateCheckRun"),
      1,
    );
    await expect(publish({ checks })).rejects.toMatchObject({ code: "unreachable" });
    await publish({ checks });
    expect(pull.checkRun("portcullis")?.annotations).toHaveLength(60);
  });

  it("are written on a head in a fork", async () => {
    const fork = shop.shop.fork(shop.alex);
    fork.branch("mine", "main", shop.alex);
    fork.commit({ branch: "mine", author: shop.alex, files: { mine: "1" } });
    pull = shop.shop.pullRequest({ by: shop.alex, from: fork, head: "mine" });
    await publish();
    expect((await published()).checks).toHaveLength(2);
  });

  it("that open the gate come last, those that shut it first", async () => {
    const passed = run({ conclusion: "success" });
    shop.github.requests.clear();
    await publish({
      checks: [
        passed,
        run({ name: "portcullis/a", conclusion: "success" }),
        run({ name: "portcullis/b" }),
      ],
    });
    const body = shop.github.requests.list({ operation: "Checks" })[0]?.body ?? "";
    const { variables } = JSON.parse(body) as { variables: Record<string, { name: string }> };
    expect(Object.values(variables).map(({ name }) => name)).toEqual([
      "portcullis/b",
      "portcullis/a",
      "portcullis",
    ]);
  });

  it("can be published without any read before", async () => {
    shop.github.requests.clear();
    await shop.platform().publish(publication(), nothing, { again: false });
    expect(requestsTo(shop.github)).toEqual(["graphql Repository", "graphql Checks"]);
    expect((await shop.platform().published("acme/shop", pull.headOid)).checks).toHaveLength(2);
  });

  it("of a large size are split over several mutations", async () => {
    const summary = "x".repeat(60_000);
    const checks = Array.from({ length: 12 }, (_, n) =>
      run({ name: `portcullis/${n}`, summary, text: summary }),
    );
    expect((await publish({ checks })).requests).toHaveLength(2);
    expect((await published()).checks).toHaveLength(12);
  });
});

describe("the comment", () => {
  const body = `${COMMENT_MARKER}\nBlocked.`;

  it("is written once, updated when it says something else, and never repeated", async () => {
    const path = "/repos/acme/shop/issues";
    expect((await publish({ checks: [], comment: says(body) })).requests).toEqual([
      `POST ${path}/${pull.number}/comments`,
    ]);
    expect((await publish({ checks: [], comment: says(body) })).requests).toEqual([]);
    const { requests } = await publish({ checks: [], comment: says(`${body} Still.`) });
    expect(requests).toMatchObject([expect.stringContaining(`PATCH ${path}/comments/`)]);
    expect(pull.record.comments.map((comment) => comment.body)).toEqual([`${body} Still.`]);
  });

  it("is written in one request with the check runs, and once", async () => {
    expect((await publish({ comment: says(body) })).requests).toEqual(["graphql Checks"]);
    expect((await publish({ comment: says(body) })).requests).toEqual([]);
    expect((await published()).checks).toHaveLength(2);
    expect(pull.record.comments.map((comment) => comment.body)).toEqual([body]);
  });

  it("that GitHub refuses beside the check runs is tried by itself, to tell why", async () => {
    shop.github.faults.inject({ forbidden: "comment" });
    const { comment, requests } = await publish({ comment: says(body) });
    expect(requests).toEqual([
      "graphql Checks",
      `POST /repos/acme/shop/issues/${pull.number}/comments`,
    ]);
    expect(comment).toBeNull();
    expect((await published()).checks).toHaveLength(2);
    expect(pull.record.comments).toHaveLength(1);
  });

  it("of which an answer got lost with the check runs is not written a second time", async () => {
    const isWriting = ({ body: text }: { body: string }) => text.includes("addComment");
    shop.github.faults.inject({ lostAnswer: true }, isWriting, 1);
    await expect(publish({ comment: says(body) })).rejects.toMatchObject({ code: "unreachable" });
    await publish({ comment: says(body) });
    expect(pull.record.comments).toHaveLength(1);
  });

  it("is found behind more than a hundred others, and not mistaken for somebody else's", async () => {
    pull.comment(shop.mona, `${COMMENT_MARKER}\nI am Portcullis.`);
    for (let n = 0; n < 120; n += 1) pull.comment(shop.dora, `Hm ${n}`);
    await publish({ checks: [], comment: says(body) });
    expect((await published()).comment?.body).toBe(body);
    expect((await publish({ checks: [], comment: says(body) })).requests).toEqual([]);
    expect(pull.record.comments[0]?.body).toContain("I am Portcullis");
  });

  it("whose answer got lost is not written a second time", async () => {
    shop.github.faults.inject({ lostAnswer: true }, ({ path }) => path.endsWith("/comments"), 1);
    expect((await publish({ checks: [], comment: says(body) })).failure).toMatchObject({
      code: "unreachable",
    });
    await publish({ checks: [], comment: says(body) });
    expect(pull.record.comments).toHaveLength(1);
  });

  it("that breaks off is thrown only where the hourly limit is used up", async () => {
    const when = ({ path }: { path: string }) => path.endsWith("/comments");
    shop.github.faults.inject({ rateLimit: "primary", resetInSeconds: 600 }, when, 1);
    await expect(publish({ comment: says(body), checks: [] })).rejects.toMatchObject({
      code: "rate-limited",
    });
    shop.github.faults.inject({ rateLimit: "secondary", retryAfterSeconds: 60 }, when, 1);
    const { failure } = await publish({ comment: says(body), checks: [] });
    expect(failure).toMatchObject({ code: "rate-limited", resetsAt: null });
  });

  it("is not written where the comments could not be read", async () => {
    for (let n = 0; n < 120; n += 1) pull.comment(shop.dora, `Hm ${n}`);
    shop.github.faults.inject({ forbidden: "node.page" });
    const { comment, requests } = await publish({ checks: [], comment: says(body) });
    expect(requests).toEqual([]);
    expect(comment).toContain("comments could not be read");
  });
});

describe("requests for reviews", () => {
  it("go to those who are not asked yet, in one request, and never to the author", async () => {
    const team = shop.acme.team("Privacy Office", { members: [shop.alex] });
    shop.shop.teamAccess(team, "write");
    const requests = { users: ["mona", "Alex", "dora"], teams: ["acme/privacy-office"] };
    const path = `POST /repos/acme/shop/pulls/${pull.number}/requested_reviewers`;
    expect(await publish({ checks: [], requests })).toEqual({ ...ALL_WRITTEN, requests: [path] });
    expect((await published()).requested).toEqual({
      users: expect.arrayContaining(["mona", "alex"]) as unknown,
      teams: ["acme/privacy-office"],
    });
    expect(await publish({ checks: [], requests })).toEqual({ ...ALL_WRITTEN, requests: [] });
  });

  it("reach the others when GitHub refuses one, who is named and not asked again", async () => {
    shop.github.user("stranger");
    const requests = { users: ["stranger", "alex"], teams: ["elsewhere/team"] };
    const first = await publish({ checks: [], requests });
    expect(first.notAsked).toEqual([ELSEWHERE, STRANGER]);
    expect(first.requests).toHaveLength(3);
    expect((await published()).requested.users).toEqual(["alex"]);
    const second = await publish({ checks: [], requests });
    expect(second.requests).toEqual([]);
    expect(second.notAsked).toEqual(expect.arrayContaining([ELSEWHERE, STRANGER]));
    expect(second.notAsked).toHaveLength(2);
  });

  it("are made again of whom GitHub refused when somebody pressed Re-run", async () => {
    const requests = { users: [shop.github.user("stranger").login], teams: [] };
    const [asking] = (await publish({ checks: [], requests })).requests;
    expect((await publish({ checks: [], requests })).requests).toEqual([]);
    expect(await publish({ checks: [], requests }, true)).toMatchObject({
      notAsked: [STRANGER],
      requests: [asking],
    });
  });

  describe("beside check runs", () => {
    const path = () => `POST /repos/acme/shop/pulls/${pull.number}/requested_reviewers`;
    const asked = async () => {
      const { users, teams } = (await published()).requested;
      return [...users, ...teams].toSorted();
    };

    it("go with them in one request, to those whose ids are known", async () => {
      shop.shop.teamAccess(shop.acme.team("Privacy Office", { members: [shop.alex] }), "write");
      pull.requestReview(shop.mona, shop.dora);
      const requests = { users: ["mona", "Alex", "dora"], teams: ["acme/privacy-office"] };
      await lookUp(requests);
      expect(await publish({ requests })).toEqual({ ...ALL_WRITTEN, requests: ["graphql Checks"] });
      expect(await asked()).toEqual(["acme/privacy-office", "alex", "mona"]);
      expect(await publish({ requests })).toEqual({ ...ALL_WRITTEN, requests: [] });
    });

    it("are told in the comment of the next evaluation, and not made again of who took part", async () => {
      const requests = { users: ["alex"], teams: [] };
      await lookUp(requests);
      const comment = (notAsked: readonly NotAsked[]) =>
        `${COMMENT_MARKER}\nNot known to be asked: ${notAsked.map(({ name }) => name).join()}`;
      await publish({ requests, comment });
      expect(pull.record.comments[0]?.body).toContain("asked: alex");
      pull.approve(shop.alex);
      expect(await asked()).toEqual([]);
      const { requests: made } = await publish({ requests, comment });
      expect(made).toEqual([expect.stringContaining("PATCH ")]);
      expect(await asked()).toEqual([]);
      expect(pull.record.comments[0]?.body).not.toContain("alex");
    });

    it("stand behind the check runs and the comment", async () => {
      await lookUp({ users: ["alex"], teams: [] });
      await publish({ requests: { users: ["alex"], teams: [] }, comment: says(COMMENT_MARKER) });
      const body = shop.github.requests.list({ operation: "Checks" })[0]?.body ?? "";
      const fields = body.match(/createCheckRun|addComment|requestReviews/g);
      expect(fields).toEqual(["createCheckRun", "createCheckRun", "addComment", "requestReviews"]);
    });

    it("reach those whose ids are not known by name", async () => {
      await lookUp({ users: ["mona"], teams: [] });
      const requests = { users: ["mona", "alex"], teams: [] };
      expect(await publish({ requests })).toEqual({
        ...ALL_WRITTEN,
        requests: ["graphql Checks", path()],
      });
      const [byName] = shop.github.requests.list({ method: "POST", kind: "rest" });
      expect(JSON.parse(byName?.body ?? "")).toEqual({ reviewers: ["alex"], team_reviewers: [] });
      expect(await asked()).toEqual(["alex", "mona"]);
    });

    it("reach the others when GitHub refuses one, and the check runs stand", async () => {
      shop.github.user("stranger");
      const requests = { users: ["stranger", "alex"], teams: [] };
      await lookUp(requests);
      const first = await publish({ requests });
      expect(first.notAsked).toEqual([STRANGER]);
      expect(first.requests).toEqual(["graphql Checks", path(), path(), path()]);
      expect(await asked()).toEqual(["alex"]);
      expect((await published()).checks).toHaveLength(2);
      const second = await publish({ requests, checks: [run({ title: "Other" })] });
      expect(second).toEqual({ ...first, requests: ["graphql Checks"] });
    });

    describe("whom GitHub refuses are told to the comment", () => {
      const names = (notAsked: readonly NotAsked[]) => {
        const told = notAsked.filter(({ why }) => why !== "not-yet");
        return `${COMMENT_MARKER}\nNot asked: ${told.map(({ name }) => name).join()}.`;
      };
      const comments = () => pull.record.comments.map(({ body }) => body);
      const patched = expect.stringContaining("PATCH /repos/acme/shop/issues/comments/") as string;
      const requests = { users: ["stranger", "alex"], teams: [] };
      beforeEach(async () => {
        shop.github.user("stranger");
        await lookUp(requests);
      });

      it("that went with the check runs, which is written again once", async () => {
        const first = await publish({ requests, comment: names });
        expect(first.requests).toEqual(["graphql Checks", path(), path(), path(), patched]);
        expect(comments()).toEqual([names([STRANGER])]);
        expect((await publish({ requests, comment: names })).requests).toEqual([]);
      });

      it("that comes by itself, once they are known", async () => {
        forget({ people: true }, shop.remembered);
        const { requests: made } = await publish({ requests, comment: names });
        const posted = `POST /repos/acme/shop/issues/${pull.number}/comments`;
        expect(made).toEqual(["graphql Checks", path(), path(), path(), posted]);
        expect(comments()).toEqual([names([STRANGER])]);
      });

      it("at once where that is known before", async () => {
        const elsewhere = { users: ["alex"], teams: ["elsewhere/team"] };
        const { requests: made } = await publish({ requests: elsewhere, comment: names });
        expect(made).toEqual(["graphql Checks"]);
        expect(comments()).toEqual([names([ELSEWHERE])]);
      });

      it("that claims of nobody to be asked while nobody knows it, so that all are", async () => {
        shop.github.faults.inject({ forbidden: "requests" }, () => true, 1);
        const fault = { rateLimit: "secondary", status: 403, retryAfterSeconds: 60 } as const;
        shop.github.faults.inject(fault, ({ path: to }) => path().endsWith(to), 1);
        const { failure } = await publish({ requests, comment: names });
        expect(failure).toMatchObject({ code: "rate-limited", retryAfter: 60 });
        expect((await published()).checks).toHaveLength(2);
        expect(comments()).toEqual([names([])]);
        await publish({ requests, comment: names });
        expect(await asked()).toEqual(["alex"]);
        expect(comments()).toEqual([names([STRANGER])]);
      });

      it("that does not wait for asking that fails, and then claims of nobody to be asked", async () => {
        const body = (notAsked: readonly NotAsked[]) =>
          `${COMMENT_MARKER}\n${notAsked.map(({ name, why }) => `${name}: ${why}`).join()}`;
        shop.github.faults.inject({ status: 502 }, ({ path: to }) => path().endsWith(to), 1);
        expect((await publish({ requests, comment: body })).notAsked).toHaveLength(2);
        expect((await published()).checks).toHaveLength(2);
        expect(comments()).toEqual([`${COMMENT_MARKER}\nstranger: not-yet,alex: not-yet`]);
        await publish({ requests, comment: body });
        expect(await asked()).toEqual(["alex"]);
        expect(comments()).toEqual([`${COMMENT_MARKER}\nstranger: no-access`]);
      });
    });

    it("of which an answer got lost are found by the next evaluation", async () => {
      const requests = { users: ["alex"], teams: [] };
      await lookUp(requests);
      const isAsking = ({ body }: { body: string }) => body.includes("requestReviews");
      shop.github.faults.inject({ lostAnswer: true }, isAsking, 1);
      await expect(publish({ requests })).rejects.toMatchObject({ code: "unreachable" });
      expect((await publish({ requests })).requests).toEqual([]);
      expect(await asked()).toEqual(["alex"]);
    });

    it("are forgotten with the people who were looked up", async () => {
      const requests = { users: ["alex"], teams: [] };
      await lookUp(requests);
      forget({ people: true }, shop.remembered);
      expect((await publish({ requests })).requests).toEqual(["graphql Checks", path()]);
    });
  });

  const lookUp = (names: Publication["requests"]) =>
    shop.platform().pullRequest(shop.ref(pull.number)).people(names, "remembered");
});

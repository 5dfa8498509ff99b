import { desks } from "./support/desks.ts";
import { openShop, POLICY, requestsTo, type Shop } from "./support/shop.ts";

const REPOSITORY = "acme/shop";
const POLICY_PATH = ".github/portcullis.yml";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  shop.github.clock.set("2026-11-20T12:00:00Z");
});
afterEach(async () => {
  await shop.github.stop();
  expect(shop.github.violations.filter(({ where }) => where !== "webhook")).toEqual([]);
});

/** A repository in which nothing but a first commit stands. */
function emptyRepository(name = "other") {
  const repository = shop.acme.repository(name);
  const date = new Date("2026-01-01T00:00:00Z");
  repository.commit({ author: shop.mona, files: { README: "Hello\n" }, date });
  return repository;
}

type Handle = ReturnType<typeof emptyRepository>;

const put = (repository: Handle, text: string, on: string, branch = "main"): string =>
  repository.commit({
    branch,
    author: shop.mona,
    by: shop.mona,
    files: { [POLICY_PATH]: text },
    date: new Date(on),
  });

function putByMerge(repository: Handle, written: string, merged: string): void {
  repository.branch("policy", "main", shop.mona);
  put(repository, `version: 1 # ${written}\n`, written, "policy");
  const pull = repository.pullRequest({ by: shop.mona, head: "policy" });
  shop.github.clock.set(merged);
  pull.merge({ by: shop.mona });
  repository.deleteBranch("policy", shop.mona);
}

const since = (repository = "acme/other") => desks(shop).refs.policySince(repository);

describe("the time since which a policy stands", () => {
  it("is its first commit's, whatever was changed since", async () => {
    const repository = emptyRepository();
    put(repository, POLICY, "2026-03-01T00:00:00Z");
    put(repository, `${POLICY}# changed\n`, "2026-04-01T00:00:00Z");
    expect(await since()).toBe("2026-03-01T00:00:00Z");
  });

  it("is when the pull request with it was merged", async () => {
    putByMerge(emptyRepository(), "2026-03-01T00:00:00Z", "2026-05-01T00:00:00Z");
    shop.github.clock.set("2026-11-20T12:00:00Z");
    expect(await since()).toBe("2026-05-01T00:00:00Z");
  });

  it("cannot be made later by a change that poses as the oldest", async () => {
    const repository = emptyRepository();
    put(repository, POLICY, "2026-03-01T00:00:00Z");
    putByMerge(repository, "1999-01-01T00:00:00Z", "2026-09-01T00:00:00Z");
    shop.github.clock.set("2026-11-20T12:00:00Z");
    expect(await since()).toBe("2026-03-01T00:00:00Z");
  });

  it("is the organisation's where that came first, and else the repository's own", async () => {
    const organisation = emptyRepository(".github");
    put(organisation, POLICY, "2026-02-01T00:00:00Z");
    emptyRepository("without");
    put(emptyRepository("later"), POLICY, "2026-03-01T00:00:00Z");
    put(emptyRepository("earlier"), POLICY, "2026-01-15T00:00:00Z");
    expect(await since("acme/without")).toBe("2026-02-01T00:00:00Z");
    expect(await since("acme/later")).toBe("2026-02-01T00:00:00Z");
    expect(await since("acme/earlier")).toBe("2026-01-15T00:00:00Z");
    expect(await since("acme/.github")).toBe("2026-02-01T00:00:00Z");
  });

  it("is null where no policy ever stood", async () => {
    emptyRepository();
    expect(await since()).toBeNull();
    expect(await since("acme/none")).toBeNull();
  });

  for (const forbidden of [
    "repository.defaultBranchRef",
    "repository.defaultBranchRef.target.history.nodes.associatedPullRequests",
  ])
    it(`is null where GitHub refuses ${forbidden}, and asked for again`, async () => {
      const { refs } = desks(shop);
      put(emptyRepository(), POLICY, "2026-03-01T00:00:00Z");
      shop.github.faults.inject({ forbidden });
      expect(await refs.policySince("acme/other")).toBeNull();
      shop.github.faults.clear();
      expect(await refs.policySince("acme/other")).toBe("2026-03-01T00:00:00Z");
    });

  it("is null where only the organisation's cannot be told", async () => {
    put(emptyRepository(), POLICY, "2026-03-01T00:00:00Z");
    put(emptyRepository(".github"), POLICY, "2026-02-01T00:00:00Z");
    let requests = 0;
    shop.github.faults.inject(
      { forbidden: "repository.defaultBranchRef" },
      () => (requests += 1) === 2,
    );
    expect(await since()).toBeNull();
  });

  it("is looked up once", async () => {
    const { refs } = desks(shop);
    shop.github.requests.clear();
    const first = await refs.policySince(REPOSITORY);
    expect(requestsTo(shop.github)).toEqual(["graphql PolicySince", "graphql PolicySince"]);
    expect(await refs.policySince("Acme/Shop")).toBe(first);
    expect(requestsTo(shop.github)).toHaveLength(2);
  });

  it("is found in a history of more than a hundred changes", async () => {
    const repository = emptyRepository();
    put(repository, POLICY, "2026-03-01T00:00:00Z");
    for (let n = 0; n < 110; n += 1) put(repository, `${POLICY}# ${n}\n`, "2026-04-01T00:00:00Z");
    expect(await since()).toBe("2026-03-01T00:00:00Z");
  });
});

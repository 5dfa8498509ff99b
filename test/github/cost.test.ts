import type { CheckRun } from "../../src/application/index.ts";
import { COMMENT_MARKER } from "../../src/application/index.ts";
import type { Log } from "../../src/github/index.ts";
import { openShop, requestsTo, type Shop } from "./support/shop.ts";
import { pattern, wanted } from "./support/wanted.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(async () => {
  await shop.github.stop();
});

const paths = Array.from({ length: 40 }, (_, index) => `docs/${index}.md`);

const everything = wanted({
  documents: paths,
  files: paths.map((path) => `src/${path}`),
  before: paths.slice(0, 5),
  globs: [pattern("docs/*.md"), pattern("records/**")],
});

const runs: readonly CheckRun[] = ["portcullis", "portcullis/a", "portcullis/b"].map((name) => ({
  name,
  conclusion: "action_required",
  title: "Waiting",
  summary: "Waiting for the DPO.",
  text: null,
  annotations: [],
  actions: [],
}));

describe("an evaluation once policies and people are known", () => {
  it("costs one request to read and one to write everything, and few points", async () => {
    const { github, shop: repository, dora } = shop;
    repository.branch("release", "main", dora);
    repository.commit({ branch: "release", author: dora, files: { a: "1" } });
    const { number } = repository.pullRequest({ by: dora, head: "release" });
    const costs: number[] = [];
    const log: Log = {
      debug: (details) => {
        costs.push((details as { cost: number }).cost);
      },
      warn: () => undefined,
    };
    const platform = shop.platform({ log });
    const source = platform.pullRequest(shop.ref(number));
    const names = { users: ["mona", "alex"], teams: [] };
    const evaluate = async () => {
      await source.policies();
      const snapshot = await source.snapshot(everything);
      await source.files(snapshot!.candidate.commit, paths);
      await source.people(names, "remembered");
      await platform.publish(
        {
          repository: "acme/shop",
          commit: snapshot!.candidate.commit,
          pullRequest: number,
          page: `pull/${number}`,
          checks: runs,
          comment: () => `${COMMENT_MARKER}\nWaiting.`,
          requests: { users: ["alex"], teams: [] },
        },
        snapshot!.published,
        { again: false },
      );
    };
    await evaluate();
    expect(requestsTo(github)).toEqual([
      "graphql Policies",
      "graphql Snapshot",
      "graphql People",
      "graphql Checks",
    ]);
    github.requests.clear();
    costs.length = 0;
    await evaluate();
    expect(requestsTo(github)).toEqual(["graphql Snapshot"]);
    expect(costs).toEqual([expect.any(Number)]);
    expect(costs[0]).toBeLessThanOrEqual(5);
  });
});

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { PullRequestHandle } from "../simulator/index.ts";
import { approveAll, conclusion, openRepository } from "../support/releases.ts";
import { setStage, type Stage } from "../support/stage.ts";
import { until } from "../support/until.ts";

/** In hours. */
const SIX_MINUTES = 0.1;

describe("what GitHub could not deliver", () => {
  let stage: Stage;
  let pullRequest: PullRequestHandle;
  /** How many attempts to deliver something there were before the test. */
  let before: number;

  beforeAll(async () => {
    stage = await setStage();
  });
  beforeEach(async () => {
    pullRequest = stage.releasePullRequest({ in: openRepository(stage) });
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("action_required");
    before = stage.github.deliveries.count;
  });
  afterAll(async () => {
    const { violations } = stage.github;
    await stage.close();
    expect(violations).toEqual([]);
  });

  const attempts = () => stage.github.deliveries.list().slice(before);
  const missed = () => attempts().filter(({ statusCode }) => statusCode !== 202);
  const redelivered = () => attempts().filter(({ redelivery }) => redelivery);
  const guids = (of: ReturnType<typeof attempts>) => of.map(({ guid }) => guid).toSorted();
  const missEverything = async () => {
    stage.github.connect(undefined);
    approveAll(stage, pullRequest);
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("action_required");
  };
  const connect = () => {
    stage.github.connect(`${stage.app.url}/api/github/webhooks`);
  };

  it("while nobody could be reached arrives within minutes, and each of it once", async () => {
    await missEverything();
    connect();
    await stage.pass(SIX_MINUTES);
    expect(conclusion(pullRequest)).toBe("success");
    expect(guids(redelivered())).toEqual(guids(missed()));
    await stage.pass(SIX_MINUTES);
    await stage.pass(SIX_MINUTES);
    expect(redelivered()).toHaveLength(missed().length);
  });

  it("because it was answered 503 arrives as well", async () => {
    const proxy = createServer((_, response) => response.writeHead(503).end()).listen(0);
    await once(proxy, "listening");
    stage.github.connect(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
    approveAll(stage, pullRequest);
    await stage.settled();
    proxy.closeAllConnections();
    proxy.close();
    expect(new Set(attempts().map(({ statusCode }) => statusCode))).toEqual(new Set([503]));
    connect();
    await stage.pass(SIX_MINUTES);
    expect(conclusion(pullRequest)).toBe("success");
  });

  it("while we did not run is asked for at the start", async () => {
    await stage.restart(() => {
      approveAll(stage, pullRequest);
    });
    await stage.settled();
    expect(missed().length).toBeGreaterThan(0);
    expect(guids(redelivered())).toEqual(guids(missed()));
    expect(conclusion(pullRequest)).toBe("success");
  });

  it("is asked for again until GitHub takes the question", async () => {
    await missEverything();
    connect();
    let met = 0;
    const when = ({ path }: { readonly path: string }) =>
      path.startsWith("/app/hook/deliveries") && ++met > 0;
    stage.github.faults.inject({ status: 502 }, when, 3);
    await stage.pass(SIX_MINUTES);
    await until(() => conclusion(pullRequest) === "success");
    expect(met).toBe(3);
  });

  it("is asked for later and later while it fails, and then no more", async () => {
    stage.github.connect(undefined);
    pullRequest.edit(stage.people.author, { title: "v1.4.0" });
    await stage.settled();
    const [first] = missed();
    const count = () => attempts().filter(({ guid }) => guid === first?.guid).length;
    const counts: number[] = [];
    for (const hours of [0.1, 0.1, 0.1, 0.4, 0.8, 1.5, 3, 6, 11, 22, 22]) {
      await stage.pass(hours);
      counts.push(count());
    }
    expect(counts).toEqual([2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10]);
  });
});

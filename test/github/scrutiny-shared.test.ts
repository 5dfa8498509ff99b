import type { ScrutinyAsked } from "../../src/application/index.ts";
import type { Scrutiny } from "../../src/domain/index.ts";
import type { PullRequestHandle } from "../simulator/index.ts";
import { openShop, requestsTo, type Shop } from "./support/shop.ts";
import { wanted } from "./support/wanted.ts";

const ALERTS: ScrutinyAsked = {
  alerts: ["secret-scanning", "code-scanning", "dependabot"],
  dependencies: false,
  arrivals: false,
  twoFactor: false,
};

/** What GitHub is asked where several pull requests of a repository are looked at. */
describe("what GitHub watches over in a whole repository", () => {
  let shop: Shop;
  let pulls: readonly PullRequestHandle[];

  const look = async (pull: PullRequestHandle, clock = () => new Date()): Promise<Scrutiny> => {
    const source = shop.platform({ clock }).pullRequest(shop.ref(pull.number));
    const snapshot = await source.snapshot(wanted());
    if (snapshot === null) throw new Error("it is gone");
    return source.scrutiny(snapshot, ALERTS, "remembered");
  };
  const asked = (what: RegExp) => requestsTo(shop.github).filter((one) => what.test(one));
  const analysedOf = ({ alerts: { codeScanning } }: Scrutiny) =>
    codeScanning.status === "read" ? codeScanning.value.analysed : codeScanning.status;

  beforeEach(async () => {
    shop = await openShop();
    pulls = ["one", "two", "three"].map((branch) => {
      shop.shop.commit({ author: shop.dora, branch, files: { [branch]: branch } });
      return shop.shop.pullRequest({ by: shop.dora, head: branch, title: branch });
    });
  });
  afterEach(async () => {
    expect(shop.github.violations).toEqual([]);
    await shop.github.stop();
  });

  it("is asked once for all that are looked at together, or soon after", async () => {
    const [one, ...others] = pulls;
    if (!one) throw new Error("there is none");
    const seen = await Promise.all(others.map((pull) => look(pull)));
    seen.push(await look(one));
    expect(seen.map(analysedOf)).toEqual([true, true, true]);
    expect(asked(/secret-scanning/)).toHaveLength(1);
    expect(asked(/dependabot/)).toHaveLength(1);
    expect(asked(/analyses/)).toHaveLength(1);
    expect(asked(/code-scanning\/alerts/)).toHaveLength(6);
  });

  it("is asked again where it could not be told", async () => {
    const [one] = pulls;
    if (!one) throw new Error("there is none");
    shop.github.faults.inject({ status: 502 }, ({ path }) => path.includes("secret-scanning"), 1);
    await expect(look(one)).rejects.toMatchObject({ code: "unreachable" });
    expect(await look(one)).toMatchObject({ alerts: { secretScanning: { status: "read" } } });
  });

  it("is asked by itself for an analysis that is not among the newest yet", async () => {
    const [one, two] = pulls;
    if (!one || !two) throw new Error("there is none");
    shop.shop.record.security.analysesEverything = false;
    const analyse = (pull: PullRequestHandle) =>
      shop.shop.analyse({ ref: `refs/pull/${pull.number}/head`, sha: pull.headOid });
    analyse(one);
    expect(analysedOf(await look(one))).toBe(true);
    analyse(two);
    expect(analysedOf(await look(two))).toBe(true);
  });

  it("is asked by itself where one of its analyses may be older than the newest", async () => {
    const [one] = pulls;
    if (!one) throw new Error("there is none");
    const own = { ref: `refs/pull/${one.number}/head`, sha: one.headOid };
    shop.shop.analyse({ ...own, category: "first", error: "out of memory" });
    for (let other = 0; other < 100; other++)
      shop.shop.analyse({ ref: "refs/heads/main", sha: shop.shop.oid("main") });
    shop.shop.analyse({ ...own, category: "second" });
    expect(analysedOf(await look(one))).toBe(false);
  });
});

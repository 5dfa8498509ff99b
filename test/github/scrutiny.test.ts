import { forget } from "../../src/github/forget.ts";
import type { ScrutinyAsked } from "../../src/application/index.ts";
import type { Scrutiny } from "../../src/domain/index.ts";
import type { PullRequestHandle } from "../simulator/index.ts";
import { openShop, requestsTo, type Shop } from "./support/shop.ts";
import { wanted } from "./support/wanted.ts";

const ALL: ScrutinyAsked = {
  alerts: ["secret-scanning", "code-scanning", "dependabot"],
  dependencies: true,
  arrivals: true,
  twoFactor: true,
};

const lock = (version: string) =>
  JSON.stringify({ packages: { "node_modules/minimist": { version } } });

describe("what GitHub watches over, on a local GitHub", () => {
  let shop: Shop;
  let pull: PullRequestHandle;
  let clock: Date;

  const look = async (
    over: Partial<ScrutinyAsked> = {},
    freshness: "remembered" | "anew" = "anew",
  ): Promise<Scrutiny> => {
    const source = shop.platform({ clock: () => clock }).pullRequest(shop.ref(pull.number));
    const snapshot = await source.snapshot(wanted());
    if (snapshot === null) throw new Error("it is gone");
    return source.scrutiny(snapshot, { ...ALL, ...over }, freshness);
  };

  beforeEach(async () => {
    shop = await openShop();
    clock = shop.github.clock.now();
    const { shop: repository, mona, dora } = shop;
    repository.tag("v1", { by: mona });
    repository.release({ by: mona, tag: "v1" });
    repository.commit({ author: dora, branch: "release", files: { "a.txt": "a" } });
    pull = repository.pullRequest({ by: dora, head: "release", title: "Release" });
  });
  afterEach(async () => {
    expect(shop.github.violations).toEqual([]);
    await shop.github.stop();
  });

  it("is nothing where nothing was found", async () => {
    expect(await look()).toEqual({
      alerts: {
        secretScanning: { status: "read", value: [] },
        codeScanning: { status: "read", value: { analysed: true, open: [], dismissed: [] } },
        dependabot: { status: "read", value: [] },
      },
      dependencies: { status: "read", value: [] },
      arrivals: { status: "read", value: [] },
      twoFactor: { status: "read", value: null },
    });
  });

  it("tells the open alerts of each kind, and never a secret", async () => {
    const { shop: repository } = shop;
    const ref = `refs/pull/${pull.number}/head`;
    repository.alert("secret-scanning", { path: "src/key.ts" });
    repository.alert("code-scanning", { ref, severity: "critical" });
    repository.alert("dependabot", { severity: "medium" });
    repository.closeAlert(repository.alert("secret-scanning"));
    repository.closeAlert(repository.alert("dependabot"));
    const { alerts } = await look();
    expect(alerts).toMatchObject({
      secretScanning: {
        value: [{ number: 1, severity: null, place: { path: "src/key.ts", line: 1 } }],
      },
      codeScanning: {
        value: { open: [{ number: 1, severity: "critical", what: "CodeQL: js/sql-injection" }] },
      },
      dependabot: {
        value: [{ number: 1, severity: "medium", ids: ["GHSA-35jh-r3h4-6jhm", "CVE-2021-23337"] }],
      },
    });
    expect(JSON.stringify(alerts)).not.toContain("nobody-may-see");
  });

  it("reads Dependabot's list by its cursors to its end", async () => {
    for (let count = 0; count < 230; count += 1) shop.shop.alert("dependabot");
    const { alerts } = await look({ alerts: ["dependabot"] });
    expect(alerts.dependabot).toMatchObject({ status: "read" });
    const value = alerts.dependabot.status === "read" ? alerts.dependabot.value : [];
    expect(new Set(value.map(({ number }) => number)).size).toBe(230);
    for (let count = 0; count < 800; count += 1) shop.shop.alert("dependabot");
    expect((await look({ alerts: ["dependabot"] })).alerts.dependabot).toEqual({
      status: "unreadable",
      reason: "There are more Dependabot alerts than are read.",
    });
  });

  it("says what is switched off, and never takes it for none", async () => {
    for (const feature of ["secret-scanning", "code-scanning", "dependabot"] as const)
      shop.shop.switchOff(feature);
    shop.shop.switchOff("dependency-graph");
    const { alerts, dependencies } = await look();
    const readings = [alerts.secretScanning, alerts.codeScanning, alerts.dependabot, dependencies];
    const reasons = readings.map((reading) =>
      reading.status === "unreadable" ? reading.reason : reading.status,
    );
    expect(reasons).toEqual([
      'GitHub answers 404, "Secret scanning is disabled on this repository."',
      'GitHub answers 403, "Code scanning is not enabled for this repository. Please enable code scanning in the repository settings."',
      'GitHub answers 403, "Dependabot alerts are disabled for this repository."',
      'GitHub answers 403, "Dependency review is not supported on this repository. Please ensure that Dependency graph is enabled."',
    ]);
  });

  it("says which permission is missing", async () => {
    await shop.github.stop();
    shop = await openShop({
      permissions: { metadata: "read", contents: "read", pull_requests: "read", checks: "read" },
    });
    shop.shop.commit({ author: shop.dora, branch: "release", files: { "a.txt": "a" } });
    pull = shop.shop.pullRequest({ by: shop.dora, head: "release", title: "Release" });
    const { alerts } = await look();
    for (const reading of Object.values(alerts))
      expect(reading).toMatchObject({
        status: "unreadable",
        reason: expect.stringContaining("Grant its installation") as string,
      });
  });

  it("asks for nothing that the policy does not want", async () => {
    await look();
    shop.github.requests.clear();
    const none = { alerts: [], dependencies: false, arrivals: false, twoFactor: false };
    const { alerts, dependencies } = await look(none);
    expect(requestsTo(shop.github).filter((one) => /alerts|compare|orgs/.test(one))).toEqual([]);
    expect(alerts.dependabot).toMatchObject({ status: "unreadable" });
    expect(dependencies).toMatchObject({ status: "unreadable" });
  });

  it("is remembered for five minutes, unless an event says that it changed", async () => {
    const open = async (freshness: "remembered" | "anew") => {
      const { alerts } = await look({}, freshness);
      return alerts.dependabot.status === "read" ? alerts.dependabot.value.length : null;
    };
    expect(await open("remembered")).toBe(0);
    shop.shop.alert("dependabot");
    expect(await open("remembered")).toBe(0);
    forget({ scrutinyOf: "ACME/shop" }, shop.remembered);
    expect(await open("remembered")).toBe(1);
    shop.shop.alert("dependabot");
    expect(await open("anew")).toBe(2);
    shop.shop.alert("dependabot");
    clock = new Date(clock.getTime() + 300_000);
    expect(await open("remembered")).toBe(3);
  });

  it("tells the organisation's second factor where the App is told", async () => {
    shop.acme.record.twoFactorRequired = true;
    expect((await look()).twoFactor).toEqual({ status: "read", value: null });
    const [installation] = shop.github.world.installations;
    if (!installation) throw new Error("the App is not installed");
    installation.permissions = { ...installation.permissions, organization_administration: "read" };
    shop.remembered.twoFactor.set("acme", { status: "read", value: null }, new Date(0));
    expect((await look()).twoFactor).toEqual({ status: "read", value: true });
  });

  describe("code scanning", () => {
    const scanned = async () => {
      const { codeScanning } = (await look({ alerts: ["code-scanning"] })).alerts;
      if (codeScanning.status !== "read") throw new Error(codeScanning.status);
      return codeScanning.value;
    };

    it("knows a commit that was not analysed, or whose analysis failed", async () => {
      shop.shop.record.security.analysesEverything = false;
      expect(await scanned()).toMatchObject({ analysed: false });
      shop.shop.analyse({ ref: "refs/heads/main", sha: shop.shop.oid("main") });
      expect(await scanned()).toMatchObject({ analysed: false });
      const own = { ref: "refs/heads/release", sha: pull.headOid };
      shop.shop.analyse({ ...own, error: "out of memory" });
      expect(await scanned()).toMatchObject({ analysed: false });
      shop.shop.analyse({ ...own, category: "other" });
      expect(await scanned()).toMatchObject({ analysed: false });
      shop.shop.record.security.analyses.pop();
      shop.shop.record.security.analyses.pop();
      shop.shop.analyse(own);
      expect(await scanned()).toMatchObject({ analysed: true });
    });

    it("takes the analysis of a test merge of the head, and of no other", async () => {
      const { shop: repository, mona } = shop;
      const ref = `refs/pull/${pull.number}/merge`;
      const merge = (parent: string) =>
        repository.writeCommit({
          author: mona,
          message: "Merge",
          parents: [repository.oid("main"), parent],
          files: {},
        });
      repository.analyse({ ref, sha: merge(repository.oid("main")) });
      expect(await scanned()).toMatchObject({ analysed: false });
      repository.analyse({ ref, sha: merge(pull.headOid) });
      repository.alert("code-scanning", { ref });
      repository.alert("code-scanning", { ref: "refs/heads/main" });
      expect(await scanned()).toMatchObject({ analysed: true, open: [{ number: 1 }] });
    });

    it("keeps open what only a newer commit of the branch mended", async () => {
      const { shop: repository, github, mona } = shop;
      const ref = "refs/heads/release";
      repository.analyse({ ref, sha: pull.headOid });
      const alert = repository.alert("code-scanning", { ref });
      github.clock.advance(60_000);
      repository.analyse({ ref, sha: repository.writeCommit({ author: mona, files: {} }) });
      repository.closeAlert(alert);
      expect(await scanned()).toMatchObject({ analysed: true, open: [{ number: 1 }] });
    });

    it("lists what was dismissed since the previous release, with the reason and without the person", async () => {
      const ref = `refs/pull/${pull.number}/head`;
      const alert = shop.shop.alert("code-scanning", { ref });
      shop.shop.closeAlert(alert, { dismissedBy: shop.mona, reason: "won't fix" });
      const { dismissed, open } = await scanned();
      expect(open).toEqual([]);
      expect(dismissed).toEqual([
        expect.objectContaining({ number: 1, severity: "high", reason: "won't fix" }),
      ]);
      expect(JSON.stringify(dismissed)).not.toContain("mona");
    });
  });

  describe("added dependencies", () => {
    it("are told where they have a known vulnerability", async () => {
      const { shop: repository, dora } = shop;
      const ghsa = "GHSA-vh95-rmgr-6w4m";
      repository.record.security.vulnerabilities.push(
        { name: "minimist", version: "1.2.0", ghsa, severity: "moderate" },
        { name: "minimist", version: "0.1.0", ghsa, severity: "moderate" },
      );
      pull.commit({ author: dora, files: { "package-lock.json": lock("1.2.8") } });
      expect((await look()).dependencies).toEqual({ status: "read", value: [] });
      pull.commit({ author: dora, files: { "package-lock.json": lock("1.2.0") } });
      expect((await look()).dependencies).toEqual({
        status: "read",
        value: [
          {
            name: "minimist",
            version: "1.2.0",
            ecosystem: "npm",
            manifest: "package-lock.json",
            vulnerabilities: [{ id: ghsa, severity: "medium" }],
          },
        ],
      });
    });

    it("are not known where GitHub was not told all of the commit's", async () => {
      shop.shop.record.security.notSubmitted.add(pull.headOid);
      expect((await look()).dependencies).toEqual({
        status: "unreadable",
        reason: "GitHub has not been told all dependencies of this commit yet.",
      });
    });
  });
});

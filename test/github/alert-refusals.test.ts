import { EvidenceUnavailable } from "../../src/application/index.ts";
import { openDependabotAlerts } from "../../src/github/dependabot-alerts.ts";
import { openSecretAlerts } from "../../src/github/secret-alerts.ts";
import { severityOf, severityOfRule } from "../../src/github/alert-severity.ts";
import { restList } from "../../src/github/rest-pages.ts";
import { z } from "zod";
import { rest, useNockedGitHub } from "./support/nocked-github.ts";
import { nockedApi } from "./support/nocked-rest.ts";

useNockedGitHub();

const SECRETS = "/repos/acme/shop/secret-scanning/alerts";
const DEPENDABOT = "/repos/acme/shop/dependabot/alerts";

describe("a source of alerts that GitHub does not give", () => {
  it.each([
    [
      403,
      "Resource not accessible by integration",
      'GitHub does not let the App read this. Grant its installation "Dependabot alerts: read".',
    ],
    [
      404,
      "Not Found",
      'GitHub says only "Not Found": Dependabot alerts are switched off there, or the App\'s installation lacks "Dependabot alerts: read".',
    ],
    [
      403,
      "Dependabot alerts are disabled for this repository.",
      'GitHub answers 403, "Dependabot alerts are disabled for this repository."',
    ],
  ])("%i %s is told in words, and is not none", async (status, message, reason) => {
    rest().get(DEPENDABOT).query({ state: "open", per_page: 100 }).reply(status, { message });
    expect(await openDependabotAlerts(nockedApi(), "acme/shop")).toEqual({
      status: "unreadable",
      reason,
    });
  });

  it("puts the reading off where GitHub is down, or asks us to wait", async () => {
    rest().get(DEPENDABOT).query(true).reply(503, { message: "Service unavailable" });
    await expect(openDependabotAlerts(nockedApi(), "acme/shop")).rejects.toMatchObject({
      code: "unreachable",
    });
    rest()
      .get(DEPENDABOT)
      .query(true)
      .reply(403, { message: "You have exceeded a secondary rate limit" });
    await expect(openDependabotAlerts(nockedApi(), "acme/shop")).rejects.toBeInstanceOf(
      EvidenceUnavailable,
    );
  });

  it("is unreadable where the answer has another form", async () => {
    rest()
      .get(DEPENDABOT)
      .query(true)
      .reply(200, [{ number: "3" }]);
    expect(await openDependabotAlerts(nockedApi(), "acme/shop")).toMatchObject({
      status: "unreadable",
      reason: expect.stringContaining("expected form") as string,
    });
  });
});

it("asks for secrets to be hidden, and keeps none that comes all the same", async () => {
  rest()
    .get(SECRETS)
    .query({ state: "open", hide_secret: "true", per_page: 100 })
    .reply(200, [
      { number: 1, created_at: "2026-11-01T08:00:00Z", secret_type: "key", secret: "hush" },
    ]);
  const read = await openSecretAlerts(nockedApi(), "acme/shop");
  expect(read).toMatchObject({ status: "read", value: [{ number: 1, what: "key" }] });
  expect(JSON.stringify(read)).not.toContain("hush");
});

describe("a list in pages", () => {
  const list = { route: "GET /things", parameters: { state: "open" }, page: z.array(z.number()) };
  const page = (query: object, numbers: number[], link?: string) =>
    rest()
      .get("/things")
      .query({ state: "open", per_page: 100, ...query })
      .reply(200, numbers, link === undefined ? {} : { link });

  it("is followed by its links to its end", async () => {
    page({}, [1], '<https://api.github.com/things?state=open&per_page=100&after=xy>; rel="next"');
    page({ after: "xy" }, [2], '<https://api.github.com/things?before=a>; rel="prev"');
    expect(await restList(nockedApi(), { ...list, mostPages: 2 })).toEqual([1, 2]);
  });

  it("is no list where it goes on too long", async () => {
    page({}, [1], '<https://api.github.com/things?page=2>; rel="next"');
    expect(await restList(nockedApi(), { ...list, mostPages: 1 })).toBeNull();
  });

  it("ends where what follows is not wanted", async () => {
    page({}, [3, 2, 1], '<https://api.github.com/things?page=2>; rel="next"');
    const endsAt = (one: number) => one < 2;
    expect(await restList(nockedApi(), { ...list, mostPages: 1, endsAt })).toEqual([3, 2]);
  });
});

it.each([
  [{ security_severity_level: "critical", severity: "note" }, "critical"],
  [{ security_severity_level: null, severity: "error" }, "high"],
  [{ severity: "warning" }, "medium"],
  [{ severity: "note" }, "low"],
  [{ security_severity_level: "severe", severity: "note" }, null],
  [{}, null],
] as const)("a rule of %j is %s", (rule, severity) => {
  expect(severityOfRule(rule)).toBe(severity);
});

it("knows the dependency graph's words for a severity", () => {
  expect(["moderate", "HIGH", "unheard-of", null].map(severityOf)).toEqual([
    "medium",
    "high",
    null,
    null,
  ]);
});

import { generateKeyPairSync, verify } from "node:crypto";
import {
  appToken,
  createAdministration,
  createAppAdministration,
} from "../../../src/github/index.ts";
import { client } from "../support/client.ts";
import { rest, useNockedGitHub } from "../support/nocked-github.ts";
import { answers, refusal } from "./official-rest.ts";

useNockedGitHub();

const REPO = "/repos/{owner}/{repo}";
const administration = () => createAdministration(client());
const app = () => createAppAdministration(client());
const RULES = `${REPO}/environments/{environment_name}/deployment_protection_rules`;

describe("environments", () => {
  const environment = (name: string, more: object = {}) => ({
    id: 1,
    node_id: "E_1",
    name,
    url: "https://api.github.com/x",
    html_url: "https://github.com/x",
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    ...more,
  });
  const rule = (id: number, enabled: boolean) => ({
    id,
    node_id: "R",
    enabled,
    app: {
      id,
      slug: "an-app",
      integration_url: "https://api.github.com/apps/an-app",
      node_id: "A",
    },
  });

  it("are read with the Apps that protect them", async () => {
    const environments = [environment("eu/live", { can_admins_bypass: true }), environment("test")];
    answers(`GET ${REPO}/environments`, "/repos/acme/shop/environments?per_page=100&page=1", {
      body: { total_count: 2, environments },
    });
    answers(`GET ${RULES}`, "/repos/acme/shop/environments/eu%2Flive/deployment_protection_rules", {
      body: { total_count: 2, custom_deployment_protection_rules: [rule(7, true), rule(8, false)] },
    });
    answers(
      `GET ${RULES}`,
      "/repos/acme/shop/environments/test/deployment_protection_rules",
      refusal(403, "Resource not accessible by integration"),
    );
    expect(await administration().environments("acme/shop")).toMatchObject({
      status: "read",
      value: [
        { name: "eu/live", apps: { status: "read", value: [7] }, administratorsCanBypass: true },
        { name: "test", apps: { status: "refused" }, administratorsCanBypass: null },
      ],
    });
  });

  it("are protected by an App's id", async () => {
    const sent: unknown[] = [];
    const path = "/repos/acme/shop/environments/live/deployment_protection_rules";
    answers(`POST ${RULES}`, path, { status: 201, body: rule(7, true) }, sent);
    expect(await administration().enableRule("acme/shop", "live", 7)).toEqual({ status: "done" });
    expect(sent).toEqual([{ integration_id: 7 }]);
  });
});

describe("the repository", () => {
  it("that cannot be seen is none", async () => {
    answers(`GET ${REPO}`, "/repos/acme/gone", refusal(404, "Not Found"));
    expect(await administration().repository("acme/gone")).toBeNull();
  });

  it("is not asked about with a token that GitHub does not accept", async () => {
    answers(`GET ${REPO}`, "/repos/acme/shop", refusal(401, "Bad credentials"));
    await expect(administration().repository("acme/shop")).rejects.toMatchObject({
      code: "forbidden",
      message: "GitHub does not accept this token: it is wrong, or has expired.",
    });
  });

  it.each([
    [{ body: { enabled: true, enforced_by_owner: false } }, { status: "read", value: true }],
    [refusal(404, "Not Found"), { status: "read", value: false }],
    [refusal(403, "Must have admin rights"), { status: "refused" }],
  ])("has immutable releases, or not: %j", async (answer, expected) => {
    answers(`GET ${REPO}/immutable-releases`, "/repos/acme/shop/immutable-releases", answer);
    expect(await administration().immutableReleases("acme/shop")).toMatchObject(expected);
  });
});

describe("the App", () => {
  it("is known by its name, or not at all", async () => {
    rest().get("/apps/portcullis").reply(200, { id: 7 });
    expect(await administration().appId("portcullis")).toBe(7);
    answers("GET /apps/{app_slug}", "/apps/gone", refusal(404, "Not Found"));
    expect(await administration().appId("gone")).toBeNull();
  });

  it("is installed on a repository, or not", async () => {
    const path = "/repos/acme/shop/installation";
    rest()
      .get(path)
      .reply(200, {
        id: 3,
        suspended_at: "2026-01-01T00:00:00Z",
        repository_selection: "selected",
        permissions: { checks: "write" },
        events: ["push"],
        html_url: "https://github.com/organizations/acme/settings/installations/3",
      });
    expect(await app().installation("acme/shop")).toEqual({
      id: 3,
      isSuspended: true,
      seesAll: false,
      permissions: { checks: "write" },
      events: ["push"],
      url: "https://github.com/organizations/acme/settings/installations/3",
    });
    answers(`GET ${REPO}/installation`, path, refusal(404, "Not Found"));
    expect(await app().installation("acme/shop")).toBeNull();
  });

  it("has deliveries of three days, those that nobody answered among them", async () => {
    const delivery = (at: string) => ({
      id: 1,
      guid: "0b989ba4",
      delivered_at: at,
      redelivery: false,
      duration: 0.1,
      status: "failed to connect",
      status_code: 0,
      event: "push",
      action: null,
      installation_id: null,
      repository_id: null,
      throttled_at: null,
    });
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    const [late, old] = [ago(2.9), ago(3.1)];
    answers("GET /app/hook/deliveries", "/app/hook/deliveries?per_page=100", {
      body: [delivery(late), delivery(old)],
    });
    expect(await app().deliveries()).toEqual({
      status: "read",
      value: {
        whole: true,
        newestFirst: [
          {
            guid: "0b989ba4",
            at: late,
            event: "push",
            installationId: null,
            status: "failed to connect",
            statusCode: 0,
          },
        ],
      },
    });
  });

  it("says so when its credentials do not fit together", async () => {
    answers("GET /app", "/app", refusal(401, "A JSON web token could not be decoded"));
    await expect(app().app()).rejects.toThrow("GitHub does not accept the App's credentials");
  });

  it("signs for itself, for some minutes", () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
    const now = new Date("2026-11-20T09:00:00Z");
    const [head = "", claims = "", signature = ""] = appToken(7, pem, now).split(".");
    const signed = Buffer.from(`${head}.${claims}`);
    expect(verify("RSA-SHA256", signed, publicKey, Buffer.from(signature, "base64url"))).toBe(true);
    const read = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString());
    const seconds = now.getTime() / 1000;
    expect(read(head)).toEqual({ alg: "RS256", typ: "JWT" });
    expect(read(claims)).toEqual({ iss: "7", iat: seconds - 60, exp: seconds + 540 });
  });
});

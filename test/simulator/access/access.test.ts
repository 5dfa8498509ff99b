import { Client } from "../support/client.ts";
import { pick, pickText } from "../support/pick.ts";
import type { Shop } from "../support/shop.ts";
import { appToken, startShop } from "../support/shop.ts";

let world: Shop;

beforeAll(async () => {
  world = await startShop();
});

afterAll(async () => {
  await world.github.stop();
});

const pullQuery = `query Q { repository(owner: "acme", name: "shop") { id
  pullRequest(number: 1) { title } } }`;

describe("the App's own token", () => {
  it("opens the App's doors", async () => {
    const { appClient, installation } = world;
    expect(pick((await appClient.rest("GET", "/app")).body, "slug")).toBe("portcullis");
    const answer = await appClient.rest(
      "POST",
      `/app/installations/${installation.id}/access_tokens`,
    );
    expect(answer.status).toBe(201);
    const client = new Client(world.github.url, `token ${pickText(answer.body, "token")}`);
    expect((await client.rest("GET", "/repos/acme/shop")).status).toBe(200);
  });

  const now = Math.floor(Date.now() / 1000);
  it.each([
    ["lives too long", { exp: now + 3600 }, "too far in the future"],
    ["is over", { exp: now - 10 }, "Expiration time"],
    ["comes from the future", { iat: now + 600, exp: now + 900 }, "too far|Issued at"],
    ["names another App", { iss: "999999" }, "not found"],
    ["names nobody", { iss: null }, "issuer"],
  ])("is refused when it %s", async (_, claims, message) => {
    const client = new Client(world.github.url, `bearer ${appToken(world.github, claims)}`);
    const { status, body } = await client.rest("GET", "/app");
    expect(status).toBe(401);
    expect(pick(body, "message")).toMatch(new RegExp(message, "i"));
  });

  it("is refused when someone else signed it", async () => {
    const forged = `${appToken(world.github).slice(0, -12)}AAAAAAAAAAAA`;
    const { status } = await new Client(world.github.url, `bearer ${forged}`).rest("GET", "/app");
    expect(status).toBe(401);
  });
});

describe("an installation's token", () => {
  it("expires", async () => {
    const { github, installation } = world;
    const client = new Client(github.url, `token ${github.installationToken(installation)}`);
    github.expireInstallationTokens();
    const { status, body } = await client.rest("GET", "/repos/acme/shop");
    expect({ status, message: pick(body, "message") }).toEqual({
      status: 401,
      message: "Bad credentials",
    });
  });

  it("is refused what the installation lacks: 403 in REST, FORBIDDEN in GraphQL", async () => {
    const { github, installation } = world;
    installation.permissions = { metadata: "read", checks: "read" };
    const client = new Client(github.url, `token ${github.installationToken(installation)}`);
    const rest = await client.rest("GET", "/repos/acme/shop/pulls/1");
    expect(rest).toMatchObject({
      status: 403,
      body: { message: "Resource not accessible by integration" },
    });
    expect(rest.headers.get("x-accepted-github-permissions")).toBe("pull_requests=read");
    const { status, body } = await client.graphql(pullQuery);
    expect(status).toBe(200);
    expect(pick(body, "data.repository.pullRequest")).toBeNull();
    expect(pick(body, "errors")).toMatchObject([
      {
        type: "FORBIDDEN",
        path: ["repository", "pullRequest"],
        extensions: { saml_failure: false },
        message: "Resource not accessible by integration",
      },
    ]);
    const team = `query Q { organization(login: "acme") { team(slug: "reviewers") { id } } }`;
    expect(pick((await client.graphql(team)).body, "errors")).toMatchObject([
      { type: "FORBIDDEN" },
    ]);
    const write = await client.rest("POST", "/repos/acme/shop/check-runs", {
      name: "x",
      head_sha: world.pull.headOid,
    });
    expect(write.status).toBe(403);
  });

  it("sees private repositories only where it is installed", async () => {
    const { github, acme, shop, installation } = world;
    const secret = acme.repository("secret", { private: true });
    const open = acme.repository("open");
    open.commit({ author: world.ida, files: { a: "a" } });
    installation.repositories = new Set([shop.record.name]);
    installation.permissions = { contents: "read" };
    const client = new Client(github.url, `token ${github.installationToken(installation)}`);
    expect((await client.rest("GET", `/repos/${secret.fullName}`)).status).toBe(404);
    expect((await client.rest("GET", `/repos/${open.fullName}/contents/a`)).status).toBe(200);
    const query = `query Q { repository(owner: "acme", name: "secret") { id } }`;
    expect(pick((await client.graphql(query)).body, "errors")).toMatchObject([
      { type: "NOT_FOUND" },
    ]);
  });
});

describe("people and strangers", () => {
  it("lets people see what their role allows, and nobody else", async () => {
    const { github, dana } = world;
    const guest = github.user("guest");
    const status = async (authorization?: string): Promise<number> =>
      (await new Client(github.url, authorization).rest("GET", "/repos/acme/shop")).status;
    expect(await status(`token ${github.tokenFor(dana)}`)).toBe(200);
    expect(await status(`token ${github.tokenFor(guest)}`)).toBe(404);
    expect(await status()).toBe(404);
    expect(await status("token nonsense")).toBe(401);
  });
});

describe("an App", () => {
  it("sees itself and its installations with what they were granted", async () => {
    const { appClient, installation } = world;
    const { permissions, events } = installation;
    const app = await appClient.rest("GET", "/app");
    expect(app.body).toMatchObject({ slug: "portcullis", permissions, events });
    const list = await appClient.rest("GET", "/app/installations");
    expect(list.body).toMatchObject([{ id: installation.id, permissions, events }]);
    const own = await appClient.rest("GET", "/repos/acme/shop/installation");
    expect(own.body).toMatchObject({ id: installation.id, permissions, events });
  });
});

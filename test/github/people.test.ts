import { forget } from "../../src/github/forget.ts";
import { nothingRemembered } from "../../src/github/remembered.ts";
import { openShop, requestsTo, type Shop } from "./support/shop.ts";

let shop: Shop;
let now: Date;
beforeEach(async () => {
  shop = await openShop();
  now = new Date("2026-11-20T12:00:00Z");
});
afterEach(async () => {
  await shop.github.stop();
  expect(shop.github.violations.filter(({ where }) => where !== "webhook")).toEqual([]);
});

const source = () => shop.platform({ clock: () => now }).pullRequest(shop.ref(1));

describe("the people whom a policy names", () => {
  it("are looked up in one request: users, teams, and those whom GitHub does not know", async () => {
    const { acme, dora, alex, mona, github } = shop;
    acme.team("Privacy Office", { members: [dora, alex] });
    acme.team("Empty");
    github.requests.clear();
    const people = await source().people(
      {
        users: ["mona", "nobody-here", "not a login", "acme", '"}'],
        teams: ["acme/privacy-office", "acme/empty", "acme/none", "elsewhere/team", "no-slash"],
      },
      "remembered",
    );
    expect(people).toEqual({
      users: {
        mona: { status: "read", value: { id: mona.id, login: "mona", bot: false } },
        "nobody-here": { status: "read", value: null },
        "not a login": { status: "read", value: null },
        acme: { status: "read", value: null },
        '"}': { status: "read", value: null },
      },
      teams: {
        "acme/privacy-office": {
          status: "read",
          value: [
            { id: dora.id, login: "dora", bot: false },
            { id: alex.id, login: "alex", bot: false },
          ],
        },
        "acme/empty": { status: "read", value: [] },
        "acme/none": { status: "read", value: null },
        "elsewhere/team": { status: "read", value: null },
        "no-slash": { status: "read", value: null },
      },
    });
    expect(requestsTo(github)).toEqual(["graphql People"]);
  });

  it("are not remembered where they were forgotten while they were read", async () => {
    const { acme, dora, github } = shop;
    acme.team("Privacy Office", { members: [dora] });
    const remembered = nothingRemembered();
    const from = shop.platform({ clock: () => now, remembered }).pullRequest(shop.ref(1));
    const names = { users: ["mona"], teams: ["acme/privacy-office"] };
    github.requests.clear();
    const reading = from.people(names, "remembered");
    // Somebody left; what is on its way may be how it was before.
    forget({ people: true }, remembered);
    await reading;
    await from.people(names, "remembered");
    await from.people(names, "remembered");
    expect(requestsTo(github)).toEqual(["graphql People", "graphql People"]);
  });

  it("of a team are read beyond a hundred, nested teams' members among them", async () => {
    const { acme, github } = shop;
    const members = Array.from({ length: 230 }, (_, n) => {
      const user = github.user(`member-${n}`);
      acme.member(user);
      return user;
    });
    const parent = acme.team("Everyone", { members: members.slice(0, 200) });
    acme.team("Some", { members: members.slice(200), parent });
    const people = await source().people({ users: [], teams: ["acme/everyone"] }, "remembered");
    const team = people.teams["acme/everyone"];
    expect(team?.status === "read" && team.value).toHaveLength(230);
  });

  it("are remembered for five minutes, between pull requests, but not when they are wanted anew", async () => {
    const { acme, dora, alex, github } = shop;
    const team = acme.team("Privacy", { members: [dora] });
    const names = { users: ["mona"], teams: ["acme/privacy"] };
    await source().people(names, "remembered");
    acme.join(team, alex);
    github.requests.clear();
    const remembered = await shop
      .platform({ clock: () => now })
      .pullRequest(shop.ref(2))
      .people(names, "remembered");
    expect(remembered.teams["acme/privacy"]).toMatchObject({ value: [{ login: "dora" }] });
    expect(requestsTo(github)).toEqual([]);
    const anew = await source().people(names, "anew");
    expect(anew.teams["acme/privacy"]).toMatchObject({
      value: [{ login: "dora" }, { login: "alex" }],
    });
    acme.leave(team, alex);
    now = new Date("2026-11-20T12:05:01Z");
    const later = await source().people(names, "remembered");
    expect(later.teams["acme/privacy"]).toMatchObject({ value: [{ login: "dora" }] });
  });

  it("of a team that the App may not read are unreadable, the others are not, and it is not remembered", async () => {
    shop.acme.team("Privacy", { members: [shop.dora] });
    const names = { users: ["mona"], teams: ["acme/privacy"] };
    const mend = shop.github.faults.inject({ forbidden: "n1.team.members" });
    const refused = await source().people(names, "remembered");
    expect(refused.users["mona"]).toMatchObject({ status: "read", value: { login: "mona" } });
    expect(refused.teams["acme/privacy"]).toEqual({
      status: "unreadable",
      reason:
        'GitHub does not let the App read this. Grant its installation "Organization members: read".',
    });
    mend();
    const mended = await source().people(names, "remembered");
    expect(mended.teams["acme/privacy"]).toMatchObject({ status: "read" });
  });

  it("whom GitHub does not let us see are unreadable, not nobody", async () => {
    shop.github.faults.inject({ forbidden: "n0" });
    const { users } = await source().people({ users: ["mona"], teams: [] }, "anew");
    expect(users["mona"]).toMatchObject({ status: "unreadable" });
  });

  it("cost nothing when nobody is named", async () => {
    shop.github.requests.clear();
    expect(await source().people({ users: [], teams: [] }, "anew")).toEqual({
      users: {},
      teams: {},
    });
    expect(requestsTo(shop.github)).toEqual([]);
  });
});

describe("write access", () => {
  it("is told by the role, custom roles and strangers included", async () => {
    const { shop: repository, github, platform } = shop;
    const roles = {
      writer: "write",
      keeper: "maintain",
      boss: "admin",
      helper: "triage",
      guest: "read",
    };
    for (const [login, role] of Object.entries(roles))
      repository.collaborator(github.user(login), role as "write");
    github.user("stranger");
    const can = async (login: string) => platform().canWrite("acme/shop", login);
    expect(await can("writer")).toBe(true);
    expect(await can("keeper")).toBe(true);
    expect(await can("boss")).toBe(true);
    expect(await can("helper")).toBe(false);
    expect(await can("guest")).toBe(false);
    expect(await can("stranger")).toBe(false);
    expect(await can("nobody-at-all")).toBe(false);
    expect(await can("../../../x")).toBe(false);
  });
});

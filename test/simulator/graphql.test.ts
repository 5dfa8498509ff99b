import { pick, pickList, pickText } from "./support/pick.ts";
import type { Shop } from "./support/shop.ts";
import { startShop } from "./support/shop.ts";

let world: Shop;

beforeEach(async () => {
  world = await startShop();
});

afterEach(async () => {
  await world.github.stop();
});

const inRepository = (fields: string): string =>
  `query Q { repository(owner: "acme", name: "shop") { ${fields} } }`;
const inPull = (fields: string): string => inRepository(`pullRequest(number: 1) { ${fields} }`);

describe("documents", () => {
  it("shows files with their modes, as GitHub does", async () => {
    const { shop, ida, client } = world;
    shop.commit({
      author: ida,
      files: {
        "run.sh": { executable: "#!/bin/sh\n" },
        link: { symlink: "README.md" },
        lib: { submodule: "a".repeat(40) },
        "photo.png": Buffer.from([0x89, 0x50, 0, 1]),
        "latin1.txt": Buffer.from("Møller", "latin1"),
        "long.txt": "x".repeat(600_000),
      },
    });
    const blob = "{ ... on Blob { text isBinary isTruncated byteSize } }";
    const { body } = await client.graphql(
      inRepository(`defaultBranchRef { target { ... on Commit {
        run: file(path: "run.sh") { mode type path } link: file(path: "link") { mode type }
        lib: file(path: "lib") { mode type object { oid } } none: file(path: "none") { mode }
      } } }
      link: object(expression: "main:link") ${blob} lib: object(expression: "main:lib") { oid }
      photo: object(expression: "main:photo.png") ${blob}
      latin1: object(expression: "main:latin1.txt") ${blob}
      long: object(expression: "main:long.txt") ${blob}`),
    );
    expect(pick(body, "data.repository.defaultBranchRef.target")).toEqual({
      run: { mode: 0o100755, type: "blob", path: "run.sh" },
      link: { mode: 0o120000, type: "blob" },
      lib: { mode: 0o160000, type: "commit", object: null },
      none: null,
    });
    expect(pick(body, "data.repository.link.text")).toBe("README.md");
    expect(pick(body, "data.repository.lib")).toBeNull();
    expect(pick(body, "data.repository.photo")).toMatchObject({ text: null, isBinary: true });
    expect(pick(body, "data.repository.latin1.text")).toBe("Møller");
    expect(pick(body, "data.repository.long")).toMatchObject({
      isTruncated: true,
      byteSize: 600_000,
    });
    expect(pick(body, "data.repository.long.text")).toHaveLength(512_000);
  });

  it("resolves revisions", async () => {
    const { shop, ida, client } = world;
    shop.tag("v1", "main", ida, "One");
    const parent = shop.oid("main");
    const tip = shop.commit({ author: ida, files: { a: "a" } });
    const { body } = await client.graphql(
      inRepository(`tag: object(expression: "v1") { __typename oid }
        peeled: object(expression: "v1^{commit}") { oid }
        parent: object(expression: "main~1") { oid } first: object(expression: "HEAD^") { oid }
        tree: object(expression: "main^{tree}") { __typename }
        short: object(expression: "${tip.slice(0, 8)}") { oid }
        none: object(expression: "nowhere") { oid }`),
    );
    expect(pick(body, "data.repository")).toMatchObject({
      tag: { __typename: "Tag" },
      peeled: { oid: parent },
      parent: { oid: parent },
      first: { oid: parent },
      tree: { __typename: "Tree" },
      short: { oid: tip },
      none: null,
    });
  });
});

describe("people of commits", () => {
  it("names authors, co-authors and committers, and nobody behind unknown addresses", async () => {
    const { pull, ida, dana, client } = world;
    const stranger = { name: "Stranger", email: "stranger@nowhere.example" };
    pull.commit({ author: stranger, committer: ida, coAuthors: [dana], message: "Together" });
    const { body } = await client.graphql(
      inPull(`commits(last: 1) { nodes { commit { author { user { login } }
        committer { user { login } } authors(first: 10) { nodes { email user { login } } } } } }`),
    );
    expect(pick(body, "data.repository.pullRequest.commits.nodes.0.commit")).toEqual({
      author: { user: null },
      committer: { user: { login: "ida" } },
      authors: {
        nodes: [
          { email: stranger.email, user: null },
          { email: dana.email, user: { login: "dana" } },
        ],
      },
    });
  });

  it("finds nobody behind github.com as a committer, where REST names web-flow", async () => {
    const { pull, ida, client, shop } = world;
    const merged = pull.merge(ida);
    const { body } = await client.graphql(
      inRepository(`object(oid: "${merged}") { ... on Commit { committedViaWeb
        signature { isValid wasSignedByGitHub } committer { name user { login } } associatedPullRequests(first: 1) { nodes { number } } } }`),
    );
    expect(pick(body, "data.repository.object")).toEqual({
      committedViaWeb: true,
      signature: { isValid: true, wasSignedByGitHub: true },
      committer: { name: "GitHub", user: null },
      associatedPullRequests: { nodes: [{ number: 1 }] },
    });
    const rest = await client.rest("GET", `/repos/acme/shop/commits/${shop.oid("main")}`);
    expect(pick(rest.body, "committer.login")).toBe("web-flow");
  });
});

describe("the timeline", () => {
  it("tells of changed bases, dismissed reviews, labels, drafts and force pushes", async () => {
    const { shop, pull, ida, dana, client } = world;
    shop.branch("stable", "main", ida);
    pull.retarget("stable", ida);
    pull.dismiss(pull.approve(dana), ida, "Changed");
    pull.label("release", ida);
    pull.convertToDraft(ida);
    const before = pull.headOid;
    pull.push(shop.writeCommit({ author: ida, parents: [shop.oid("main")] }), ida);
    const { body } = await client.graphql(
      inPull(`timelineItems(first: 100, itemTypes: [BASE_REF_CHANGED_EVENT, REVIEW_DISMISSED_EVENT,
        LABELED_EVENT, UNLABELED_EVENT, CONVERT_TO_DRAFT_EVENT, READY_FOR_REVIEW_EVENT,
        HEAD_REF_FORCE_PUSHED_EVENT]) { totalCount nodes { __typename
        ... on BaseRefChangedEvent { previousRefName currentRefName actor { login } createdAt }
        ... on ReviewDismissedEvent { previousReviewState review { state } dismissalMessage }
        ... on LabeledEvent { label { name } }
        ... on HeadRefForcePushedEvent { beforeCommit { oid } } } }`),
    );
    expect(pick(body, "errors")).toBeUndefined();
    expect(pick(body, "data.repository.pullRequest.timelineItems.nodes")).toMatchObject([
      { __typename: "BaseRefChangedEvent", previousRefName: "main", currentRefName: "stable" },
      { previousReviewState: "APPROVED", review: { state: "DISMISSED" } },
      { __typename: "LabeledEvent", label: { name: "release" } },
      { __typename: "ConvertToDraftEvent" },
      { __typename: "HeadRefForcePushedEvent", beforeCommit: { oid: before } },
    ]);
  });
});

describe("connections", () => {
  it("pages through all members of a team with cursors", async () => {
    const { github, acme, client } = world;
    const members = Array.from({ length: 130 }, (_, index) => github.user(`member${index}`));
    const below = acme.team("Below", { parent: acme.team("Big", { members: members.slice(1) }) });
    acme.join(below, members[0]!);
    const query = `query Q($after: String) { organization(login: "acme") { team(slug: "big") {
      members(first: 100, after: $after, membership: ALL) { totalCount
        pageInfo { hasNextPage endCursor } nodes { login } } } } }`;
    const first = await client.graphql(query);
    const place = "data.organization.team.members";
    expect(pick(first.body, place)).toMatchObject({
      totalCount: 130,
      pageInfo: { hasNextPage: true },
    });
    const second = await client.graphql(query, {
      after: pick(first.body, `${place}.pageInfo.endCursor`),
    });
    expect(pick(second.body, `${place}.pageInfo.hasNextPage`)).toBe(false);
    const all = [first, second].flatMap((page) => pickList(page.body, `${place}.nodes`));
    expect(new Set(all.map((one) => pickText(one, "login"))).size).toBe(130);
  });

  it.each([
    ["reviews(first: 101) { totalCount }", "EXCESSIVE_PAGINATION"],
    ["reviews { totalCount }", "MISSING_PAGINATION_BOUNDARIES"],
  ])("refuses %s", async (fields, type) => {
    const { body } = await world.client.graphql(inPull(fields));
    expect(pick(body, "errors")).toMatchObject([
      { type, path: ["repository", "pullRequest", "reviews"] },
    ]);
    expect(pick(body, "data.repository.pullRequest.reviews")).toBeNull();
  });
});

describe("what is not there", () => {
  it.each([
    [`query Q { repository(owner: "acme", name: "none") { id } }`, ["repository"]],
    [`query Q { user(login: "nobody") { id } }`, ["user"]],
    [`query Q { organization(login: "nobody") { id } }`, ["organization"]],
    [inRepository("pullRequest(number: 99) { id }"), ["repository", "pullRequest"]],
    [`query Q { node(id: "nonsense") { id } }`, ["node"]],
  ])("answers NOT_FOUND to %s", async (query, path) => {
    const { status, body } = await world.client.graphql(query);
    expect(status).toBe(200);
    expect(pick(body, "errors")).toMatchObject([{ type: "NOT_FOUND", path }]);
  });

  it("answers null for a team that does not exist", async () => {
    const query = `query Q { organization(login: "acme") { team(slug: "none") { id } } }`;
    const { body } = await world.client.graphql(query);
    expect(body).toEqual({ data: { organization: { team: null } } });
  });

  it("says loudly which field it does not model", async () => {
    const { body } = await world.client.graphql(inRepository("diskUsage"));
    expect(pick(body, "errors.0.message")).toBe(
      "The simulator does not model Repository.diskUsage",
    );
    expect(world.github.violations).toHaveLength(1);
  });

  it("refuses a query that the official schema does not allow", async () => {
    const { body } = await world.client.graphql(inRepository("nonsense"));
    expect(pick(body, "data")).toBeUndefined();
    expect(pick(body, "errors.0.message")).toContain("nonsense");
    expect(world.github.violations).toMatchObject([{ where: "request" }]);
  });
});

describe("mutations", () => {
  it("writes several check runs in one request, and refuses each by itself", async () => {
    const { client, shop, pull } = world;
    const { nodeId: id } = shop.record;
    const query = `mutation M($a: CreateCheckRunInput!, $b: CreateCheckRunInput!) {
      a: createCheckRun(input: $a) { checkRun { id databaseId name conclusion } }
      b: createCheckRun(input: $b) { checkRun { id } } }`;
    const input = { repositoryId: id, headSha: pull.headOid, conclusion: "SUCCESS" };
    const output = { title: "T", summary: "x".repeat(65_536) };
    const { body } = await client.graphql(query, {
      a: { ...input, name: "one" },
      b: { ...input, name: "two", output },
    });
    expect(pick(body, "data.a.checkRun")).toMatchObject({ name: "one", conclusion: "SUCCESS" });
    expect(pick(body, "data.a.checkRun.databaseId")).toBeGreaterThan(2 ** 32);
    expect(pick(body, "data.b")).toBeNull();
    expect(pick(body, "errors")).toMatchObject([{ type: "UNPROCESSABLE", path: ["b"] }]);
    expect(pull.checkRuns().map((run) => run.status)).toEqual(["completed"]);
    const update = `mutation U($input: UpdateCheckRunInput!) {
      updateCheckRun(input: $input) { checkRun { conclusion summary } } }`;
    const updated = await client.graphql(update, {
      input: {
        repositoryId: id,
        checkRunId: pick(body, "data.a.checkRun.id"),
        conclusion: "FAILURE",
        output: { title: "No", summary: "Because" },
      },
    });
    expect(pick(updated.body, "data.updateCheckRun.checkRun")).toEqual({
      conclusion: "FAILURE",
      summary: "Because",
    });
  });

  it("comments, edits, reacts, asks for reviews and merges", async () => {
    const { client, pull, dana } = world;
    const { nodeId } = pull.record;
    const commented = await client.graphql(
      `mutation C($id: ID!) { addComment(input: { subjectId: $id, body: "Hi" }) {
        commentEdge { node { id databaseId viewerDidAuthor author { login } } } } }`,
      { id: nodeId },
    );
    const node = pick(commented.body, "data.addComment.commentEdge.node");
    expect(node).toMatchObject({ viewerDidAuthor: true, author: { login: "portcullis" } });
    const edited = await client.graphql(
      `mutation E($id: ID!) { updateIssueComment(input: { id: $id, body: "Ho" }) {
        issueComment { body } } addReaction(input: { subjectId: $id, content: EYES }) {
        reaction { content } } }`,
      { id: pickText(node, "id") },
    );
    expect(pick(edited.body, "data.updateIssueComment.issueComment.body")).toBe("Ho");
    const asked = await client.graphql(
      `mutation R($id: ID!, $users: [ID!]) { requestReviews(input: { pullRequestId: $id,
        userIds: $users, union: true }) { pullRequest { reviewRequests(first: 9) { nodes {
        requestedReviewer { ... on User { login } ... on Team { slug } } } } } } }`,
      { id: nodeId, users: [dana.nodeId] },
    );
    expect(pick(asked.body, "data.requestReviews.pullRequest.reviewRequests.nodes")).toEqual([
      { requestedReviewer: { login: "dana" } },
    ]);
    const merged = await client.graphql(
      `mutation M($id: ID!) { mergePullRequest(input: { pullRequestId: $id }) {
        pullRequest { merged state mergeCommit { parents(first: 2) { totalCount } } } } }`,
      { id: nodeId },
    );
    expect(pick(merged.body, "data.mergePullRequest.pullRequest")).toEqual({
      merged: true,
      state: "MERGED",
      mergeCommit: { parents: { totalCount: 2 } },
    });
    expect(world.github.violations).toEqual([]);
  });
});

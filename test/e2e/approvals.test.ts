import type { PullRequestHandle, RepositoryHandle } from "../simulator/index.ts";
import { approveAll, conclusion, openRepository, words } from "../support/releases.ts";
import { SHOP_POLICY } from "../support/shop.ts";
import { setStage, type Stage } from "../support/stage.ts";

/** What happens to a release that everybody has approved. */
interface Scene {
  readonly stage: Stage;
  readonly people: Stage["people"];
  readonly repository: RepositoryHandle;
  readonly pullRequest: PullRequestHandle;
  readonly settled: () => Promise<void>;
}

interface Case {
  readonly it: string;
  readonly policy?: string;
  readonly act: (scene: Scene) => Promise<void> | void;
  /** What `portcullis` becomes. */
  readonly becomes: "success" | "action_required" | "failure";
  /** What is to be read on the run of that gate. */
  readonly says?: readonly [gate: string, words: RegExp];
}

/** The example's policy with one more person in a role. */
const WITH_SECOND_DPO = SHOP_POLICY.replace("[ola-hansen]", "[ola-hansen, nils-moe]");
const ON_TWO_BRANCHES = SHOP_POLICY.replace(
  "labels: [release]",
  "labels: [release]\n    base: [main, stable]",
);
const BY_TREE =
  SHOP_POLICY +
  ["gates:", "  dpo-approval: { stale-on: tree-change }"]
    .concat(
      ["security-approval", "final-approval"].map((id) => `  ${id}: { stale-on: tree-change }`),
    )
    .join("\n");
const DPO_BY_TREE = `${SHOP_POLICY}gates:\n  dpo-approval: { stale-on: tree-change }\n`;

const STALE = /ola-hansen approved `[0-9a-f]{7}`, which is not what would ship now/;
const OUTDATED = /ola-hansen approved before the pull request became what it is now/;
const STANDS = /ola-hansen approved this commit/;

const ABOUT_THE_COMMIT: readonly Case[] = [
  {
    it: "are stale after a push",
    act: ({ pullRequest, people }) => void pullRequest.commit(change(people.author)),
    becomes: "action_required",
    says: ["dpo-approval", STALE],
  },
  {
    it: "are stale after a push that changes nothing, where the policy does not say otherwise",
    act: ({ pullRequest, people }) => void pullRequest.commit({ author: people.author }),
    becomes: "action_required",
    says: ["dpo-approval", STALE],
  },
  {
    it: "count again after a force-push back to the commit they are about",
    act: async ({ pullRequest, people, settled }) => {
      const approved = pullRequest.headOid;
      pullRequest.commit(change(people.author));
      await settled();
      expect(conclusion(pullRequest)).toBe("action_required");
      pullRequest.push(approved, people.author);
    },
    becomes: "success",
    says: ["dpo-approval", STANDS],
  },
  {
    it: "do not count when they are about an earlier commit, although given after the push",
    act: ({ pullRequest, people, stage }) => {
      const before = pullRequest.headOid;
      pullRequest.commit(change(people.author));
      approveAll(stage, pullRequest, "dpo");
      pullRequest.approve(people.dpo, { commit: before });
    },
    becomes: "action_required",
    says: ["dpo-approval", STALE],
  },
  {
    it: "are stale after a change of the base branch",
    policy: ON_TWO_BRANCHES,
    act: ({ pullRequest, people, repository }) => {
      repository.branch("stable", "main", people.manager);
      pullRequest.retarget("stable", people.author);
    },
    becomes: "action_required",
    says: ["dpo-approval", OUTDATED],
  },
  {
    it: "are stale after retargeting away and back",
    act: async ({ pullRequest, people, repository, settled }) => {
      repository.branch("stable", "main", people.manager);
      pullRequest.retarget("stable", people.author);
      await settled();
      pullRequest.retarget("main", people.author);
    },
    becomes: "action_required",
    says: ["final-approval", /mona-berg approved before the pull request became what it is now/],
  },
  {
    it: "are stale when given while the pull request was no candidate",
    act: async ({ pullRequest, people, stage, settled }) => {
      pullRequest.unlabel("release", people.author);
      await settled();
      expect(words(pullRequest)).toContain("Not a release");
      approveAll(stage, pullRequest);
      await settled();
      pullRequest.label("release", people.author);
    },
    becomes: "action_required",
    says: ["dpo-approval", OUTDATED],
  },
  {
    it: "stay when a label comes that has nothing to do with releases",
    act: ({ pullRequest, people }) => pullRequest.label("urgent", people.author),
    becomes: "success",
  },
  {
    it: "stay after a push that leaves the tree as it was, where the policy says so",
    policy: BY_TREE,
    act: ({ pullRequest, people }) => void pullRequest.commit({ author: people.author }),
    becomes: "success",
    says: ["dpo-approval", STANDS],
  },
  {
    it: "are stale after a push that changes the tree, also where the policy says so",
    policy: BY_TREE,
    act: ({ pullRequest, people }) => void pullRequest.commit(change(people.author)),
    becomes: "action_required",
    says: ["dpo-approval", STALE],
  },
  {
    it: "stay only of the role for which the policy says so",
    policy: DPO_BY_TREE,
    act: async ({ pullRequest, people, settled }) => {
      pullRequest.commit({ author: people.author });
      await settled();
      expect(conclusion(pullRequest, "dpo-approval")).toBe("success");
    },
    becomes: "action_required",
    says: ["security-approval", /sigrid-lie approved .* not what would ship now/],
  },
];

const ABOUT_REVIEWS: readonly Case[] = [
  {
    it: "are gone when dismissed, and no older one is revived",
    act: ({ pullRequest, people }) => {
      pullRequest.dismiss(pullRequest.approve(people.dpo), people.manager);
    },
    becomes: "action_required",
    says: ["dpo-approval", /has not approved this commit/],
  },
  {
    it: "are not undone by a later comment of the same person",
    act: ({ pullRequest, people }) => void pullRequest.reviewComment(people.dpo, "By the way …"),
    becomes: "success",
  },
  {
    it: "are not undone when their text is edited",
    act: ({ pullRequest, people }) => {
      const [approval] = pullRequest.record.reviews.filter(({ author }) => author === people.dpo);
      if (approval) pullRequest.editReview(approval, people.dpo, "Really.");
    },
    becomes: "success",
  },
  {
    it: "are undone by the same person's request for changes",
    act: ({ pullRequest, people }) => void pullRequest.requestChanges(people.dpo),
    becomes: "failure",
    says: ["dpo-approval", /ola-hansen asked for changes/],
  },
  {
    it: "do not outweigh the request for changes of another person of the role",
    policy: WITH_SECOND_DPO,
    act: ({ pullRequest, people }) => void pullRequest.requestChanges(people.outsider),
    becomes: "failure",
    says: ["dpo-approval", /nils-moe asked for changes/],
  },
  {
    it: "are not held up by a request for changes of somebody without a role",
    act: ({ pullRequest, people }) => void pullRequest.requestChanges(people.outsider),
    becomes: "success",
  },
  {
    it: "do not outweigh a request for changes on an old commit",
    policy: WITH_SECOND_DPO,
    act: ({ pullRequest, people, stage }) => {
      pullRequest.requestChanges(people.outsider);
      pullRequest.commit(change(people.author));
      approveAll(stage, pullRequest);
    },
    becomes: "failure",
    says: ["dpo-approval", /nils-moe asked for changes/],
  },
  {
    it: "that came before do not lift a request for changes that somebody else dismissed",
    policy: WITH_SECOND_DPO,
    act: ({ pullRequest, people }) => {
      pullRequest.dismiss(pullRequest.requestChanges(people.outsider), people.manager);
    },
    becomes: "failure",
    says: ["dpo-approval", /nils-moe asked for changes; somebody else dismissed that/],
  },
  {
    it: "of the role that came afterwards do",
    policy: WITH_SECOND_DPO,
    act: ({ pullRequest, people }) => {
      pullRequest.dismiss(pullRequest.requestChanges(people.outsider), people.manager);
      pullRequest.approve(people.dpo);
    },
    becomes: "success",
  },
  {
    it: "of another role that came afterwards do not",
    policy: WITH_SECOND_DPO,
    act: ({ pullRequest, people }) => {
      pullRequest.dismiss(pullRequest.requestChanges(people.outsider), people.manager);
      pullRequest.approve(people.security);
    },
    becomes: "failure",
    says: ["dpo-approval", /still stands/],
  },
  {
    it: "count when a request for changes was withdrawn by whoever made it",
    policy: WITH_SECOND_DPO,
    act: ({ pullRequest, people }) => {
      pullRequest.dismiss(pullRequest.requestChanges(people.outsider), people.outsider);
    },
    becomes: "success",
  },
  {
    it: "count when whoever asked for changes approves",
    act: ({ pullRequest, people }) => {
      pullRequest.requestChanges(people.dpo);
      pullRequest.approve(people.dpo);
    },
    becomes: "success",
  },
  {
    it: "are read to the end where there are more than a hundred: a late request for changes counts",
    policy: WITH_SECOND_DPO,
    act: ({ pullRequest, people, stage }) => {
      approveOften(stage, pullRequest, 110);
      pullRequest.requestChanges(people.outsider);
    },
    becomes: "failure",
    says: ["dpo-approval", /nils-moe asked for changes/],
  },
  {
    it: "are read to the end where there are more than a hundred: late approvals count",
    act: ({ pullRequest, people, stage }) => {
      pullRequest.commit(change(people.author));
      approveOften(stage, pullRequest, 110);
      approveAll(stage, pullRequest);
    },
    becomes: "success",
    says: ["dpo-approval", STANDS],
  },
];

const MADE_IT = /ola-hansen approved, but opened the pull request or has a part in its commits/;
const NAMELESS = /GitHub cannot name the author or committer/;

const ABOUT_THE_PEOPLE: readonly Case[] = [
  {
    it: "of the author of a commit do not count",
    act: pushAndApprove(({ people }) => ({ ...change(people.dpo), by: people.author })),
    becomes: "failure",
    says: ["dpo-approval", MADE_IT],
  },
  {
    it: "of whoever committed what another wrote do not count",
    act: pushAndApprove(({ people }) => ({ ...change(people.author), committer: people.dpo })),
    becomes: "failure",
    says: ["dpo-approval", MADE_IT],
  },
  {
    it: "of a co-author named in a trailer do not count",
    act: pushAndApprove(({ people }) => ({ ...change(people.author), coAuthors: [people.dpo] })),
    becomes: "failure",
    says: ["dpo-approval", MADE_IT],
  },
  {
    it: "of a co-author named in the last of more than a hundred commits do not count",
    act: ({ pullRequest, people, stage, repository }) => {
      let tip = pullRequest.headOid;
      for (let count = 0; count < 110; count++)
        tip = repository.writeCommit({ author: people.author, parents: [tip] });
      const last = { author: people.author, coAuthors: [people.dpo], parents: [tip] };
      pullRequest.push(repository.writeCommit(last), people.author);
      approveAll(stage, pullRequest);
    },
    becomes: "failure",
    says: ["dpo-approval", MADE_IT],
  },
  {
    it: "count where somebody independent of the role approved as well",
    policy: WITH_SECOND_DPO,
    act: (scene) => {
      pushAndApprove(({ people }) => change(people.dpo))(scene);
      scene.pullRequest.approve(scene.people.outsider);
    },
    becomes: "success",
  },
  {
    it: "of a contributor do not lift a request for changes that somebody else dismissed",
    policy: WITH_SECOND_DPO.replace("nils-moe", "nils-moe, tor-vik"),
    act: (scene) => {
      const { pullRequest, people } = scene;
      pushAndApprove(() => change(people.tester))(scene);
      pullRequest.dismiss(pullRequest.requestChanges(people.outsider), people.manager);
      pullRequest.approve(people.tester);
    },
    becomes: "failure",
    says: ["dpo-approval", /nils-moe asked for changes; somebody else dismissed that/],
  },
  {
    it: "of a bot count for nobody",
    act: ({ pullRequest, people, stage }) => {
      pullRequest.commit(change(people.author));
      approveAll(stage, pullRequest, "dpo");
      pullRequest.approve(stage.github.bot("approver[bot]"));
    },
    becomes: "action_required",
    says: ["dpo-approval", /has not approved this commit/],
  },
  {
    it: "of one person do not stand for two roles",
    policy: SHOP_POLICY.replace("[sigrid-lie]", "[ola-hansen]"),
    act: () => undefined,
    becomes: "failure",
    says: [
      "security-approval",
      /ola-hansen cannot stand for the security adviser and for the Data Protection Officer/,
    ],
  },
  {
    it: "of three people for three roles count, also where somebody could stand for several",
    policy: SHOP_POLICY.replace("[ola-hansen]", "[ola-hansen, mona-berg]").replace(
      "[sigrid-lie]",
      "[sigrid-lie, ola-hansen]",
    ),
    act: () => undefined,
    becomes: "success",
  },
  {
    it: "count for nothing where GitHub cannot name the author of a commit",
    act: pushAndApprove(() => change({ name: "Nobody", email: "nobody@home.example" })),
    becomes: "failure",
    says: ["dpo-approval", NAMELESS],
  },
  {
    it: "count there, where the policy ignores such authors",
    policy: `${SHOP_POLICY}unlinked-authors: ignore\n`,
    act: pushAndApprove(() => change({ name: "Nobody", email: "nobody@home.example" })),
    becomes: "success",
  },
  {
    it: "count where GitHub itself committed what somebody wrote on its pages",
    act: ({ stage, people, pullRequest, repository }) => {
      const oid = repository.writeCommit(onTheWeb(people.author, pullRequest.headOid));
      repository.record.commitsViaWeb.add(oid);
      pullRequest.push(oid, people.author);
      approveAll(stage, pullRequest);
    },
    becomes: "success",
  },
  {
    it: "count for nothing where somebody only claims that GitHub committed it",
    act: ({ stage, people, pullRequest, repository }) => {
      const oid = repository.writeCommit(onTheWeb(people.author, pullRequest.headOid));
      pullRequest.push(oid, people.author);
      approveAll(stage, pullRequest);
    },
    becomes: "failure",
    says: ["dpo-approval", NAMELESS],
  },
];

const ABOUT_THE_POLICY: readonly Case[] = [
  {
    it: "do not help where the policy names a team that does not exist",
    policy: SHOP_POLICY.replace("[ola-hansen] }", "[ola-hansen], teams: [privacy] }"),
    act: () => undefined,
    becomes: "failure",
    says: [
      "dpo-approval",
      /names acme\/privacy as Data Protection Officer, whom GitHub does not know/,
    ],
  },
  {
    it: "do not help where the policy names a user who does not exist",
    policy: SHOP_POLICY.replace("[sigrid-lie]", "[sigrid-lie, sigrid-moved-away]"),
    act: () => undefined,
    becomes: "failure",
    says: ["security-approval", /names sigrid-moved-away as security adviser/],
  },
];

describe("approvals", () => {
  let stage: Stage;
  const errors: string[] = [];

  beforeAll(async () => {
    const onLog = (line: string) => {
      if (/"level":[56]0/.test(line)) errors.push(line);
    };
    stage = await setStage({ onLog });
  });
  afterAll(async () => {
    const { violations } = stage.github;
    await stage.close();
    expect(violations).toEqual([]);
    expect(errors).toEqual([]);
  });

  const cases = [ABOUT_THE_COMMIT, ABOUT_REVIEWS, ABOUT_THE_PEOPLE, ABOUT_THE_POLICY].flat();
  it.each(cases)("$it", async ({ policy, act, becomes, says }) => {
    const repository = openRepository(stage, policy);
    const pullRequest = stage.releasePullRequest({ in: repository });
    approveAll(stage, pullRequest);
    await stage.settled();
    const { people } = stage;
    await act({ stage, people, repository, pullRequest, settled: () => stage.settled() });
    await stage.settled();
    expect(conclusion(pullRequest)).toBe(becomes);
    const [gate, message] = says ?? [];
    if (message) expect(words(pullRequest, gate)).toMatch(message);
    expect(commentsOf(pullRequest)).toBe(1);
  });

  it("of whoever opened the pull request are refused by GitHub, and waited for", async () => {
    const { people } = stage;
    const repository = openRepository(stage);
    repository.branch("release/v1.4.0", "main", people.author);
    const { record } = stage.releasePullRequest({ in: repository, labels: [] });
    repository.pullRequestNumber(record.number).close(people.author);
    const pullRequest = repository.pullRequest({
      by: people.dpo,
      head: "release/v1.4.0",
      labels: ["release"],
    });
    expect(() => pullRequest.approve(people.dpo)).toThrow("your own pull request");
    approveAll(stage, pullRequest, "dpo");
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("action_required");
    expect(conclusion(pullRequest, "dpo-approval")).toBe("action_required");
  });

  it("of the last member of a team of more than a hundred count", async () => {
    const crowd = Array.from({ length: 130 }, (_, index) => stage.github.user(`lawyer-${index}`));
    stage.acme.team("lawyers", { members: crowd });
    const policy = SHOP_POLICY.replace("dpo: { users: [ola-hansen] }", "dpo: { teams: [lawyers] }");
    const pullRequest = stage.releasePullRequest({ in: openRepository(stage, policy) });
    approveAll(stage, pullRequest, "dpo");
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("action_required");
    const last = crowd.at(-1);
    if (last) pullRequest.approve(last);
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("success");
    expect(words(pullRequest, "dpo-approval")).toContain("lawyer-129 approved this commit");
  });

  it("are looked at with the memberships of this moment before anything turns to passed", async () => {
    // A change of a team has every repository looked at: those of the other tests are many.
    const alone = await setStage();
    const { people } = alone;
    const team = alone.acme.team("directors", { members: [people.manager] });
    const policy = SHOP_POLICY.replace(
      "{ users: [mona-berg], teams: [release-managers] }",
      "{ teams: [directors] }",
    );
    const pullRequest = alone.releasePullRequest({ in: openRepository(alone, policy) });
    approveAll(alone, pullRequest, "dpo");
    await alone.settled();
    expect(conclusion(pullRequest, "final-approval")).toBe("success");
    alone.acme.leave(team, people.manager);
    pullRequest.approve(people.dpo);
    await alone.settled();
    expect(conclusion(pullRequest)).toBe("failure");
    expect(words(pullRequest, "final-approval")).toContain("Nobody is release authority");
    alone.acme.join(team, people.manager);
    pullRequest.comment(people.author, "/portcullis recheck");
    await alone.settled();
    expect(conclusion(pullRequest)).toBe("success");
    expect(alone.github.violations).toEqual([]);
    await alone.close();
  });

  it("are not all: a file that was moved out of a trigger's folder counts, among many", async () => {
    const { people } = stage;
    const repository = openRepository(stage, SHOP_POLICY, {
      "src/payment/charge.ts": "charge();\n",
    });
    const first = stage.releasePullRequest({ in: repository, branch: "docs" });
    first.merge(people.manager);
    const many = Array.from({ length: 120 }, (_, index) => `src/a/${index}.ts`);
    const pullRequest = stage.releasePullRequest({
      in: repository,
      branch: "release/move",
      documents: {
        ...Object.fromEntries(many.map((path) => [path, `// ${path}\n`])),
        "src/payment/charge.ts": null,
        "src/zone/charge.ts": "charge();\n",
      },
    });
    approveAll(stage, pullRequest);
    await stage.settled();
    expect(conclusion(pullRequest)).toBe("failure");
    expect(words(pullRequest, "incident-plan")).toContain("src/payment/charge.ts");
  });
});

function change(author: Parameters<PullRequestHandle["commit"]>[0]["author"]) {
  return { author, files: { "src/order.ts": "export const order = 2;\n" } };
}

function pushAndApprove(commit: (scene: Scene) => Parameters<PullRequestHandle["commit"]>[0]) {
  return (scene: Scene): void => {
    scene.pullRequest.commit(commit(scene));
    approveAll(scene.stage, scene.pullRequest);
  };
}

/** Many people approve who have no role. */
function approveOften(stage: Stage, pullRequest: PullRequestHandle, times: number): void {
  const { world } = stage.github;
  for (let count = 0; count < times; count++) {
    const login = `passer-by-${count}`;
    const known = world.account(login);
    pullRequest.approve(known?.type === "User" ? known : stage.github.user(login));
  }
}

/** A commit that says of itself that GitHub committed it for its author. */
function onTheWeb(author: Stage["people"]["author"], parent: string) {
  const committer = { name: "GitHub", email: "noreply@github.com" };
  return { ...change(author), committer, parents: [parent] };
}

function commentsOf(pullRequest: PullRequestHandle): number {
  return pullRequest.record.comments.filter(({ app }) => app !== null).length;
}

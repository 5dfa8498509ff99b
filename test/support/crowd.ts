import { setTimeout as sleep } from "node:timers/promises";
import {
  startSimulator,
  type Delivery,
  type OrganizationHandle,
  type PullRequestHandle,
  type RepositoryHandle,
  type Simulator,
  type User,
} from "../simulator/index.ts";
import { SHOP_POLICY, shopDocuments } from "./shop.ts";

/** When everybody has done what they did, and Portcullis hears of it. */
const CROWD_AT = "2026-11-20T09:00:00Z";

const ROLES = ["dpo", "security", "manager", "responder", "tester"] as const;
type People = Readonly<Record<(typeof ROLES)[number] | "author", User>>;

/** What people do with a pull request, and what its checks are to show for it. */
interface Story {
  readonly name: string;
  readonly without?: string;
  readonly act: (pullRequest: PullRequestHandle, people: People) => void;
  /** Conclusions by check. */
  readonly deserves: Readonly<Record<string, string>>;
}

const PLAN = "docs/incident-response-plan.md";
const NOT_A_RELEASE = "Not a release";

/** Each with other evidence, so that whoever mixes them up, or guesses, is found out. */
const STORIES: readonly Story[] = [
  {
    name: "approved by all",
    act: approveAll,
    deserves: { portcullis: "success", "portcullis/dpo-approval": "success" },
  },
  {
    name: "not yet approved",
    act: () => undefined,
    deserves: { portcullis: "action_required", "portcullis/dpo-approval": "action_required" },
  },
  {
    name: "approved by the security adviser alone",
    act: (pullRequest, people) => {
      pullRequest.approve(people.security);
    },
    deserves: {
      portcullis: "action_required",
      "portcullis/dpo-approval": "action_required",
      "portcullis/security-approval": "success",
    },
  },
  {
    name: "approved by all, then the DPO asks for changes",
    act: (pullRequest, people) => {
      approveAll(pullRequest, people);
      pullRequest.requestChanges(people.dpo);
    },
    deserves: { portcullis: "failure", "portcullis/dpo-approval": "failure" },
  },
  {
    name: "approved by all, then pushed to",
    act: (pullRequest, people) => {
      approveAll(pullRequest, people);
      const files = { "src/order.ts": `export const order = ${pullRequest.number};\n` };
      pullRequest.commit({ author: people.author, message: "One more thing", files });
    },
    deserves: { portcullis: "action_required", "portcullis/security-approval": "action_required" },
  },
  {
    name: "approved by the DPO, without a plan",
    without: PLAN,
    act: (pullRequest, people) => {
      pullRequest.approve(people.dpo);
    },
    deserves: {
      portcullis: "failure",
      "portcullis/incident-plan": "failure",
      "portcullis/dpo-approval": "success",
    },
  },
  {
    name: "no longer a release",
    act: (pullRequest, people) => {
      pullRequest.unlabel("release", people.author);
    },
    deserves: { portcullis: NOT_A_RELEASE },
  },
];

/** These events alone: pushes to the pull requests' branches tell Portcullis nothing. */
const ABOUT = new Set(["pull_request", "pull_request_review"]);

/** Several repositories that ask for gates, and then many release pull requests in them. */
export interface Crowd {
  readonly github: Simulator;
  readonly people: People;
  readonly acme: OrganizationHandle;
  readonly repositories: readonly RepositoryHandle[];
  /** The time at which a server that starts now has to begin: GitHub's, once all have gathered. */
  clock(): string;
  /** Everybody does what they do; Portcullis is yet to be told of it. */
  gather(options: CrowdOptions): void;
  /** A line for each pull request that does not show what it deserves. */
  wrong(): readonly string[];
  /** What Portcullis has not been told of yet. */
  held(): readonly Delivery[];
  /**
   * Tells it, so many at a time, those who listen in turn; while nobody does, it waits. Resolves
   * when each was answered, or failed.
   */
  tell(atATime: number, listening: () => readonly string[]): Promise<void>;
  /** Those of them that were taken: something has to come of each. */
  taken(): readonly Delivery[];
}

export interface CrowdOptions {
  readonly pullRequests: number;
  /** Events about them: what people did, and edits of the title until there are so many. */
  readonly deliveries: number;
}

/** Builds the world, without any pull request yet. */
export async function prepareCrowd(howManyRepositories: number): Promise<Crowd> {
  const clock = storyClock();
  const github = await startSimulator({ now: clock.now, rateLimit: 1_000_000, validate: false });
  const people: People = {
    author: github.user("kari-nordmann"),
    dpo: github.user("ola-hansen"),
    security: github.user("sigrid-lie"),
    manager: github.user("mona-berg"),
    responder: github.user("ingrid-dahl"),
    tester: github.user("tor-vik"),
  };
  const acme = github.organization("acme", {
    admins: [people.manager],
    members: Object.values(people),
  });
  const teams = [
    acme.team("release-managers", { members: [people.manager] }),
    acme.team("incident-response", { members: [people.responder] }),
    acme.team("testers", { members: [people.tester] }),
  ];
  const repositories = Array.from({ length: howManyRepositories }, (_, index) => {
    const repository = acme.repository(`shop-${index + 1}`);
    for (const team of teams) repository.teamAccess(team, "write");
    for (const person of Object.values(people)) repository.collaborator(person, "write");
    repository.commit({
      author: people.manager,
      message: "Begin the shop",
      files: { "src/order.ts": "export const order = 0;\n", ".github/portcullis.yml": SHOP_POLICY },
    });
    return repository;
  });
  github.install(acme);
  const told: { readonly story: Story; readonly pullRequest: PullRequestHandle }[] = [];
  const gathered = new Set<string>();
  const held = () => github.deliveries.list().filter(({ state }) => state === "held");
  return {
    github,
    people,
    acme,
    repositories,
    clock: clock.standing,
    gather: ({ pullRequests, deliveries }) => {
      const stop = github.deliveries.intercept(({ event }) => (ABOUT.has(event) ? "hold" : "drop"));
      for (let index = 0; index < pullRequests; index++) {
        const repository = repositories[index % repositories.length];
        const story = STORIES[index % STORIES.length];
        if (!repository || !story) throw new Error("There is no repository.");
        told.push({ story, pullRequest: open(repository, story, people) });
      }
      for (let index = 0; held().length < deliveries; index++) {
        const { pullRequest } = told[index % told.length] ?? {};
        pullRequest?.edit(people.author, { title: `Release v1.4.0, ${index}` });
      }
      stop();
      for (const { guid } of held()) gathered.add(guid);
      clock.stand();
    },
    wrong: () => told.flatMap(({ pullRequest, story }) => whatIsWrong(pullRequest, story)),
    held,
    tell: (atATime, listening) => tell(github, held(), atATime, listening),
    taken: () =>
      github.deliveries.list().filter((each) => gathered.has(each.guid) && succeeded(each)),
  };
}

function open(repository: RepositoryHandle, story: Story, people: People): PullRequestHandle {
  const branch = `release/${repository.record.issues.size + 1}`;
  const documents = Object.entries(shopDocuments()).filter(([path]) => path !== story.without);
  // A commit of its own: checks belong to the commit, and these shall share none.
  repository.commit({
    branch,
    parents: [repository.oid()],
    author: people.author,
    message: `Prepare ${branch}`,
    files: { ...Object.fromEntries(documents), "NOTES.md": `# ${branch}\n` },
  });
  const pullRequest = repository.pullRequest({
    by: people.author,
    head: branch,
    base: "main",
    title: "Release v1.4.0",
    labels: ["release"],
  });
  story.act(pullRequest, people);
  return pullRequest;
}

function approveAll(pullRequest: PullRequestHandle, people: People): void {
  for (const role of ROLES) pullRequest.approve(people[role]);
}

function whatIsWrong(pullRequest: PullRequestHandle, { name, deserves }: Story): readonly string[] {
  const shown = Object.keys(deserves).map((check) => shownBy(pullRequest, check));
  if (JSON.stringify(shown) === JSON.stringify(Object.values(deserves))) return [];
  const { repository, number } = pullRequest.record;
  const wanted = JSON.stringify(deserves);
  return [`${repository.name}#${number} (${name}): ${shown.join(", ")} instead of ${wanted}`];
}

function shownBy(pullRequest: PullRequestHandle, name: string): string {
  const run = pullRequest.checkRun(name);
  const title = run?.title ?? "";
  return title.startsWith(NOT_A_RELEASE) ? NOT_A_RELEASE : (run?.conclusion ?? "nothing");
}

async function tell(
  github: Simulator,
  deliveries: readonly Delivery[],
  atATime: number,
  listening: () => readonly string[],
): Promise<void> {
  const left = [...deliveries];
  let sent = 0;
  const one = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      while (listening().length === 0) await sleep(5);
      const urls = listening();
      github.connect(urls[sent++ % urls.length]);
      const { id } = next;
      github.deliveries.releaseHeld((held) => held.filter((each) => each.id === id));
      while (next.state === "waiting" || next.state === "held") await sleep(1);
    }
  };
  await Promise.all(Array.from({ length: atATime }, one));
}

function succeeded({ statusCode }: Delivery): boolean {
  return statusCode >= 200 && statusCode < 300;
}

/**
 * While the world is made, every look at the clock is a second later, so that no two events share a
 * moment; then it goes as clocks do.
 */
function storyClock(): {
  readonly now: () => Date;
  readonly standing: () => string;
  readonly stand: () => void;
} {
  const begin = Date.parse("2026-11-18T09:00:00Z");
  const began = Date.now();
  let looks = 0;
  let isStanding = false;
  const standing = () => new Date(Date.parse(CROWD_AT) + Date.now() - began);
  return {
    now: () => (isStanding ? standing() : new Date(begin + looks++ * 1_000)),
    standing: () => standing().toISOString(),
    stand: () => {
      isStanding = true;
    },
  };
}

import type { Case } from "./case.ts";
import type { PullRequestEvent } from "./candidate.ts";
import type { Commit, Reading, Review } from "./evidence.ts";
import { once } from "./once.ts";
import { isSamePerson, type Person, type Role } from "./person.ts";
import type { Policy, StaleOn } from "./policy.ts";
import { compareInstants, type Instant } from "./time.ts";

/** The people of a role, as GitHub knows them. Bots are left out: they can never approve. */
export interface Holders {
  readonly people: readonly Person[];
  /** Names in the policy that GitHub does not know. */
  readonly missing: readonly string[];
  /** Why some of them could not be looked up; empty when all could. */
  readonly unreadable: readonly string[];
  readonly onlyGitHub: boolean;
}

/** What the people of one role said in their reviews. */
export interface RoleReviews {
  /** Who approved this very commit, in the order of their approvals. */
  readonly approvedBy: readonly Person[];
  /** Their approvals, in the same order. */
  readonly approvals: readonly Review[];
  /** Approvals that a push, a change of the base or of the labels made stale. */
  readonly stale: readonly Review[];
  /** Outstanding requests for changes. */
  readonly objections: readonly Review[];
}

/**
 * Why no approval of the pull request can hold for what would ship; null where approvals can. What was
 * approved must be, byte for byte, what ships.
 */
export function whyNothingCarries(c: Case): string | null {
  const { pullRequest, kind, tree, broughtBy } = c.evidence.candidate;
  if (pullRequest === null) {
    return broughtBy === undefined
      ? "No merged pull request brought this commit, so nobody was asked to approve it."
      : `Pull request ${broughtBy}, which brought this commit, is no release by the policy.`;
  }
  if (pullRequest.head.tree === tree) return null;
  const [approved, ships] = [pullRequest.head.tree, tree].map((oid) => `\`${oid.slice(0, 7)}\``);
  const would = kind === "merge-group" ? "would be merged" : "would ship";
  return `What was up for approval in pull request ${pullRequest.number} is tree ${approved}, what ${would} is ${ships}: the base moved between.`;
}

/** Who made the candidate, and so cannot approve it. */
export interface Contributors {
  readonly people: readonly Person[];
  /** Commits with an author or committer whom GitHub cannot name. */
  readonly unnamed: readonly string[];
}

export function holdersOf(c: Case, role: Role): Holders {
  return once(c, `holders of ${role}`, () => holdersUnder(c, c.policy, role));
}

/** The people whom another policy than the one in force names. */
export function holdersUnder(c: Case, policy: Policy, role: Role): Holders {
  const named = policy.roles[role];
  const { users, teams } = c.evidence.people;
  const people: Person[] = [];
  const missing: string[] = [];
  const unreadable: string[] = [];
  // Another policy, which only GitHub can read, may name them.
  let asked = isNamedIn(policy, role) || !isElsewhere(c);
  const add = (name: string, reading: Reading<readonly Person[] | null> | undefined) => {
    if (reading?.status === "read") {
      if (reading.value === null) missing.push(name);
      else people.push(...reading.value.filter((p) => !p.bot && !people.some(same(p))));
    } else if (reading?.status === "only-github") asked = false;
    else unreadable.push(`${name}: ${reading?.reason ?? "it was not looked up"}`);
  };
  for (const login of named.users) add(login, asList(users[login.toLowerCase()]));
  for (const team of named.teams) add(team, teams[team.toLowerCase()]);
  return { people, missing, unreadable, onlyGitHub: !asked };
}

/** Whether a policy names anybody for a role at all, as far as can be told. */
export function isNamed(c: Case, role: Role): boolean {
  return isNamedIn(c.policy, role) || isElsewhere(c);
}

function isNamedIn(policy: Policy, role: Role): boolean {
  const { users, teams } = policy.roles[role];
  return users.length + teams.length > 0;
}

/** Whether a part of the policy lies where a local clone cannot look. */
function isElsewhere(c: Case): boolean {
  return c.evidence.policies.some(({ entry }) => entry.kind === "only-github");
}

/**
 * Whether a push alone makes approvals of a role stale, or only a change of the tree. Testers and
 * responders have no gate of their own: they follow the three approval gates where these agree.
 */
export function staleOn(c: Case, role: Role): StaleOn {
  const gateOf: Partial<Record<Role, string>> = {
    dpo: "dpo-approval",
    "security-advisor": "security-approval",
    "release-authority": "final-approval",
  };
  const gate = gateOf[role];
  const gates = gate === undefined ? Object.values(gateOf) : [gate];
  return gates.every((id) => c.policy.gates[id]?.staleOn === "tree-change")
    ? "tree-change"
    : "push";
}

/** What the people of a role said. */
export function reviewsOf(c: Case, role: Role): Reading<RoleReviews> {
  return once(c, `reviews of ${role}`, () =>
    reviewsBy(c, holdersOf(c, role).people, staleOn(c, role)),
  );
}

/** What these people said, if a push alone makes approvals stale, or only a change of the tree. */
export function reviewsBy(c: Case, people: readonly Person[], on: StaleOn): Reading<RoleReviews> {
  const { reviews, timeline } = c.evidence;
  if (reviews.status !== "read") return reviews;
  if (timeline.status !== "read") return timeline;
  const since = candidateSince(c);
  const latest = latestOfEach(reviews.value.filter(isDecisive)).filter((review) =>
    people.some((person) => isBy(review, person)),
  );
  const approvals = latest.filter((review) => review.state === "approved");
  const isMerged = c.evidence.candidate.pullRequest?.state === "merged";
  const counts = (review: Review) =>
    isOfWhatShips(c, review, on) &&
    // What was merged stays up for approval: by what it brought, not by what may yet be pushed.
    (isMerged || !wasClosedAt(timeline.value, review.submittedAt)) &&
    (since === null || compareInstants(review.submittedAt, since) > 0);
  const counting = approvals.filter(counts);
  const contributors = contributorsOf(c);
  const madeIt = contributors.status === "read" ? contributors.value.people : [];
  const lifting = approvals.filter(({ author }) => author && !isAmong(author, madeIt));
  return {
    status: "read",
    value: {
      approvedBy: counting.flatMap((review) => review.author ?? []),
      approvals: counting,
      stale: approvals.filter((review) => !counts(review)),
      objections: latest.filter((review) => isOutstanding(review, lifting)),
    },
  };
}

/** Who opened the pull request, and wrote, co-wrote or committed its commits. */
export function contributorsOf(c: Case): Reading<Contributors> {
  return once(c, "contributors", () => findContributors(c));
}

function findContributors(c: Case): Reading<Contributors> {
  const { commits, candidate } = c.evidence;
  if (commits.status !== "read") return commits;
  const opener = candidate.pullRequest?.author;
  const people: Person[] = opener ? [opener] : [];
  for (const person of commits.value.flatMap(peopleOf)) {
    if (!isAmong(person, people)) people.push(person);
  }
  const ignored = c.policy.unlinkedAuthors === "ignore";
  return {
    status: "read",
    value: {
      people,
      unnamed: ignored ? [] : commits.value.filter(hasUnnamed).map((commit) => commit.oid),
    },
  };
}

/**
 * Everyone who approved what is up for approval and had no part in making it, whatever their role.
 * Unreadable also where GitHub cannot name who made it: an approver might have.
 */
export function independentApprovers(c: Case): Reading<readonly Person[]> {
  const { reviews } = c.evidence;
  if (reviews.status !== "read") return reviews;
  const contributors = contributorsOf(c);
  if (contributors.status !== "read") return contributors;
  const { people, unnamed } = contributors.value;
  const approvers = latestOfEach(reviews.value.filter(isDecisive))
    .filter((review) => review.state === "approved" && isOfWhatShips(c, review, "push"))
    .flatMap(({ author }) => author ?? [])
    .filter((person) => !person.bot && !isAmong(person, people));
  if (unnamed.length > 0 && approvers.length > 0) {
    const reason = `GitHub cannot name who made ${unnamed.length} of the commits.`;
    return { status: "unreadable", reason };
  }
  return { status: "read", value: approvers };
}

export function isAmong(person: Person, people: readonly Person[]): boolean {
  return people.some(same(person));
}

/**
 * Whether a different person can be chosen for each: `choices` has the people who can stand for
 * each place. Answers the places that stand in each other's way; none when all can be filled.
 */
export function placesInConflict(choices: readonly (readonly Person[])[]): readonly number[] {
  const holderOf = new Map<number, number>();
  const conflict = new Set<number>();
  const canFill = (place: number, tried: Set<number>): boolean => {
    for (const { id } of choices[place] ?? []) {
      if (tried.has(id)) continue;
      tried.add(id);
      const holder = holderOf.get(id);
      if (holder === undefined || canFill(holder, tried)) {
        holderOf.set(id, place);
        return true;
      }
    }
    return false;
  };
  for (const place of choices.keys()) {
    const tried = new Set<number>();
    if (canFill(place, tried)) continue;
    // By Hall's theorem this place and all that hold one of the people it asked for compete.
    conflict.add(place);
    for (const id of tried) conflict.add(holderOf.get(id) ?? place);
  }
  return [...conflict].sort((x, y) => x - y);
}

/**
 * The last moment at which the pull request became this candidate: its base changed, or its labels
 * began to match. Approvals given before are stale. Null when nothing of the kind happened.
 */
function candidateSince(c: Case): Instant | null {
  const { timeline } = c.evidence;
  if (timeline.status !== "read") return null;
  const events = [...timeline.value].sort((a, b) => compareInstants(a.at, b.at));
  const wanted = c.policy.candidates.pullRequests.labels;
  const labels = new Set<string>();
  const matches = () =>
    wanted === null || [...labels].some((label) => wanted.some((glob) => glob.matches(label)));
  let since: Instant | null = null;
  for (const event of events) {
    if (event.kind === "base-changed") {
      since = event.at;
      continue;
    }
    const before = matches();
    if (event.kind === "labeled") labels.add(event.label);
    else if (event.kind === "unlabeled") labels.delete(event.label);
    if (!before && matches()) since = event.at;
  }
  return since;
}

/** What is approved while the pull request is closed is no candidate then. */
function wasClosedAt(events: readonly PullRequestEvent[], at: Instant): boolean {
  const before = events.filter((event) => compareInstants(event.at, at) <= 0);
  const last = before
    .filter(({ kind }) => kind === "closed" || kind === "reopened")
    .reduce<PullRequestEvent | null>(
      (latest, event) => (latest && compareInstants(latest.at, event.at) > 0 ? latest : event),
      null,
    );
  return last?.kind === "closed";
}

/** Dismissing never revives an older review: only the latest decisive one of a person counts. */
function latestOfEach(reviews: readonly Review[]): readonly Review[] {
  const latest = new Map<number, Review>();
  for (const review of [...reviews].sort((a, b) => compareInstants(a.submittedAt, b.submittedAt))) {
    if (review.author) latest.set(review.author.id, review);
  }
  return [...latest.values()];
}

function isOfWhatShips(c: Case, review: Review, on: StaleOn): boolean {
  const head = c.evidence.candidate.pullRequest?.head;
  if (!head || whyNothingCarries(c) !== null) return false;
  if (review.commit === head.commit) return true;
  return on === "tree-change" && review.tree !== null && review.tree === head.tree;
}

/**
 * A request for changes stands until its author approves or withdraws it. One that somebody else
 * dismissed stands until someone of the role approves afterwards.
 */
function isOutstanding(review: Review, lifting: readonly Review[]): boolean {
  if (review.state === "changes-requested") return true;
  if (review.state !== "dismissed") return false;
  // Without the timeline's word nobody knows what was dismissed: it stands.
  if (review.dismissal === null) return true;
  const { by, was, at } = review.dismissal;
  if (was !== "changes-requested") return false;
  if (by !== null && review.author !== null && isSamePerson(by, review.author)) return false;
  return !lifting.some((approval) => compareInstants(approval.submittedAt, at) > 0);
}

function peopleOf(commit: Commit): Person[] {
  const committer = commit.committedByGitHub ? null : commit.committer;
  return [...commit.authors, committer].filter((person) => person !== null);
}

function hasUnnamed(commit: Commit): boolean {
  if (commit.authors.length === 0 || commit.authors.includes(null)) return true;
  return commit.committer === null && !commit.committedByGitHub;
}

/** A comment decides nothing, also when it was dismissed. */
function isDecisive({ author, dismissal }: Review): boolean {
  return author !== null && dismissal?.was !== "commented";
}

function isBy(review: Review, person: Person): boolean {
  return review.author !== null && isSamePerson(review.author, person);
}

function asList(
  reading: Reading<Person | null> | undefined,
): Reading<readonly Person[] | null> | undefined {
  if (reading?.status !== "read") return reading;
  return { status: "read", value: reading.value && [reading.value] };
}

const same = (person: Person) => (other: Person) => isSamePerson(person, other);

/** In words, for messages: "the security adviser". */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  dpo: "Data Protection Officer",
  "security-advisor": "security adviser",
  "release-authority": "release authority",
  "incident-responder": "incident responder",
  tester: "tester",
};

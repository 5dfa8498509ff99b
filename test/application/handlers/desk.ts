import {
  handleJob,
  type CommitAsked,
  type CommitSnapshot,
  type Deliveries,
  type Done,
  type EvidenceSource,
  type HeldJob,
  type Job,
  type Outdated,
  type OwnIssue,
  type Platform,
  type Publication,
  type PublishedCheck,
  type Release,
} from "../../../src/application/index.ts";
import type { Evidence } from "../../../src/domain/index.ts";
import { ANY_TURN, NO_DELIVERIES, NO_LEDGER, recordingQueue } from "../../support/surroundings.ts";
import { MemoryHeld } from "../../support/memory-held.ts";
import { KNOWLEDGE } from "../../support/knowledge.ts";
import { EMPTY_PLATFORM } from "../../support/platform.ts";
import { apply, type Edit } from "../../support/scenario.ts";
import { SHOP_AT, shopEvidence } from "../../support/shop.ts";

export const HERE = { installationId: 1, repository: "acme/shop" } as const;

/** The commit that is released, and that pull request 7 became. */
export const SHIPPED = "9".repeat(40);

export const ASSET = { name: "shop.cdx.json", size: 10, sha256: null };

/** A published release of the shipped commit with all its files, unless said otherwise. */
export const release = (fields: Partial<Release> = {}): Release => ({
  id: 1,
  tag: "v1.4.0",
  commit: SHIPPED,
  target: "main",
  draft: false,
  prerelease: false,
  immutable: false,
  body: "",
  publishedAt: "2026-11-20T09:00:00Z",
  assets: [ASSET],
  remembers: null,
  shut: false,
  ...fields,
});

/** What is different from an order in which everything passes. */
export interface World {
  readonly releases?: readonly Release[];
  /** Edits of the example's evidence. */
  readonly edits?: readonly Edit[];
  /** Thrown in place of a snapshot. */
  readonly failure?: Error;
  readonly issues?: readonly OwnIssue[];
  /** What GitHub answers to an edit of a release. */
  readonly onEdit?: Done;
  readonly platform?: Partial<Platform>;
  readonly published?: readonly PublishedCheck[];
  readonly attempt?: number;
  readonly held?: readonly HeldJob[];
  /** Jobs that wait already. */
  readonly queued?: readonly Job[];
  /** What is held from one job to the next. */
  readonly memory?: MemoryHeld;
  readonly now?: string;
  readonly deliveries?: Deliveries;
}

/** What was done to GitHub, in the order in which it was done, and what was asked for next. */
export interface Outcome {
  readonly published: readonly Publication[];
  readonly edits: readonly object[];
  readonly issues: readonly object[];
  readonly queued: readonly (Job & { readonly notBefore?: string })[];
  readonly asked: readonly CommitAsked[];
  readonly forgotten: readonly Outdated[];
  readonly warnings: readonly string[];
  readonly failure: unknown;
}

/** Does one job against a GitHub on which everything is as the example has it. */
export async function done(job: Job, world: World = {}): Promise<Outcome> {
  const [published, edits, issues, asked]: [Publication[], object[], object[], CommitAsked[]] = [
    [],
    [],
    [],
    [],
  ];
  const forgotten: Outdated[] = [];
  const [queued, warnings]: [(Job & { notBefore?: string })[], string[]] = [[], []];
  const evidence = (world.edits ?? []).reduce(apply, structuredClone(shopEvidence()));
  const policies = { defaultBranch: "main", sources: evidence.policies };
  const platform: Platform = {
    ...EMPTY_PLATFORM,
    policies: () => Promise.resolve(policies),
    policySince: () => Promise.resolve("2026-01-01T00:00:00Z"),
    commit: (commit) => {
      asked.push(commit);
      return sourceOf(evidence, commit, world);
    },
    releases: () => Promise.resolve({ status: "read", value: world.releases ?? [release()] }),
    published: () =>
      Promise.resolve({ checks: world.published ?? [], comment: null, requested: NOBODY }),
    publish: (publication) => {
      published.push(publication);
      return Promise.resolve({ comment: null, notAsked: [], failure: null });
    },
    editRelease: (_repository, { id }, edit) => {
      edits.push({ id, ...edit });
      return Promise.resolve(world.onEdit ?? { status: "done" });
    },
    ownIssues: (_repository, marker) =>
      Promise.resolve((world.issues ?? []).filter(({ body }) => body.includes(marker))),
    openIssue: (_repository, issue) => {
      issues.push(issue);
      return Promise.resolve({ status: "done" });
    },
    editIssue: (_repository, number, issue, state) => {
      issues.push({ number, ...issue, state });
      return Promise.resolve({ status: "done" });
    },
    ...world.platform,
  };
  const held = world.memory ?? new MemoryHeld();
  for (const each of world.held ?? []) await held.keep({ job: each, told: null });
  const failure = await handleJob(job, world.attempt ?? 1, {
    knowledge: KNOWLEDGE,
    now: () => world.now ?? SHOP_AT,
    webUrl: "https://github.com",
    platform: () => Promise.resolve(platform),
    installations: () => Promise.resolve([1]),
    deliveries: world.deliveries ?? NO_DELIVERIES,
    queue: recordingQueue(queued, world.queued),
    turns: ANY_TURN,
    ...NO_LEDGER,
    forgetting: {
      forget: (outdated) => {
        forgotten.push(outdated);
        return Promise.resolve();
      },
    },
    held,
    log: { info: () => undefined, warn: (_details, message) => warnings.push(message) },
  }).then(
    () => null,
    (error: unknown) => error,
  );
  return { published, edits, issues, queued, asked, forgotten, warnings, failure };
}

const NOBODY = { users: [], teams: [] };

function sourceOf(
  evidence: Evidence,
  { commit, kind, stage, release: tag, assets }: CommitAsked,
  { failure, published }: World,
): EvidenceSource<CommitSnapshot> {
  const policies = { defaultBranch: "main", sources: evidence.policies };
  const snapshot: CommitSnapshot = {
    ...evidence,
    candidate: { ...evidence.candidate, commit, kind, stage, release: tag },
    assets,
    policies,
    published: { checks: published ?? [], comment: null, requested: NOBODY },
    siblings: { status: "read", value: [] },
  };
  return {
    policies: () => Promise.resolve(policies),
    snapshot: () => (failure ? Promise.reject(failure) : Promise.resolve(snapshot)),
    files: (_commit, paths) =>
      Promise.resolve(Object.fromEntries(paths.map((path) => [path, { kind: "missing" }]))),
    people: () => Promise.resolve(evidence.people),
    policyHistory: () => Promise.resolve(evidence.policyHistory),
    scrutiny: () => Promise.resolve(evidence),
  };
}

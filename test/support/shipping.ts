import type {
  CheckRun,
  PullRequestHandle,
  ReleaseHandle,
  ReleaseOptions,
  RepositoryHandle,
} from "../simulator/index.ts";
import { approveAll, openRepository, type Approver } from "./releases.ts";
import { SHOP_POLICY, shopDocuments } from "./shop.ts";
import type { Stage } from "./stage.ts";

/** The file that the example's archive manifest wants attached to a release. */
export const SBOM = "shop.cdx.json";

/** The files of a release that lacks nothing. */
export const COMPLETE = { [SBOM]: '{"bomFormat":"CycloneDX"}\n' };

/** What a pull request brought, and where. */
export interface Merged {
  readonly repository: RepositoryHandle;
  readonly pullRequest: PullRequestHandle;
  /** The commit on the base branch. */
  readonly commit: string;
}

interface MergedOptions {
  /** An existing repository; else a new one. */
  readonly in?: RepositoryHandle;
  readonly policy?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly documents?: Record<string, string>;
  readonly branch?: string;
  readonly base?: string;
  readonly labels?: readonly string[];
  /** Who has not approved when it is merged. */
  readonly without?: readonly Approver[];
  readonly method?: "merge" | "squash" | "rebase";
}

/** The release pull request, approved and merged: what is left is to release it. */
export function mergeRelease(stage: Stage, options: MergedOptions = {}): Merged {
  const { method = "merge", without = [], policy, files, in: existing, ...asked } = options;
  const repository = existing ?? openRepository(stage, policy, files);
  const pullRequest = stage.releasePullRequest({ in: repository, ...asked });
  approveAll(stage, pullRequest, ...without);
  const commit = pullRequest.merge({ by: stage.people.manager, method });
  return { repository, pullRequest, commit };
}

/** v1.4.0 of the default branch, made by the release manager; with its SBOM unless said otherwise. */
export function release(
  stage: Stage,
  repository: RepositoryHandle,
  options: Partial<ReleaseOptions> = {},
): ReleaseHandle {
  const by = stage.people.manager;
  return repository.release({ by, tag: "v1.4.0", assets: COMPLETE, ...options });
}

/** The policy of the example with more in it. */
export function policyWith(more: string): string {
  return `${SHOP_POLICY}${more}\n`;
}

/** The documents of the example, for another version, reviewed on another day. */
export function documentsFor(tag: string, day = "2026-11-20"): Record<string, string> {
  const documents = shopDocuments();
  const path = "docs/security-review.md";
  const review = (documents[path] ?? "")
    .replace("release: v1.4.0", `release: ${tag}`)
    .replace("date: 2026-11-18", `date: ${day}`);
  return { ...documents, [path]: review };
}

/** `portcullis/release` on a commit, the head of the default branch unless said otherwise. */
export function releaseCheck(repository: RepositoryHandle, at?: string): CheckRun | undefined {
  const oid = repository.oid(at);
  return repository.checkRunsOn(oid).find(({ name }) => name === "portcullis/release");
}

/** How it stands; null while there is none. */
export function verdict(repository: RepositoryHandle, at?: string): string | null {
  return releaseCheck(repository, at)?.conclusion ?? null;
}

/** What is to be read there. */
export function releaseWords(repository: RepositoryHandle, at?: string): string {
  const { title, summary, text } = releaseCheck(repository, at) ?? {};
  return [title, summary, text].join("\n");
}

/** The issues that the App wrote, open or closed. */
export function reports(repository: RepositoryHandle) {
  return repository.issues().filter(({ app }) => app !== null);
}

/** What the App wrote to GitHub, oldest first: `PATCH /repos/acme/shop-2/releases/7`, `Checks`. */
export function writes(stage: Stage): readonly string[] {
  return stage.github.requests
    .list()
    .filter(({ method, operation }) =>
      operation ? operation.kind === "mutation" : method !== "GET",
    )
    .map(({ method, path, operation }) => operation?.name ?? `${method} ${path}`);
}

import type { CheckRun, PullRequestHandle, RepositoryHandle } from "../simulator/index.ts";
import { SHOP_POLICY } from "./shop.ts";
import type { Stage } from "./stage.ts";

export const POLICY_PATH = ".github/portcullis.yml";

/** Everyone whose approval the example's policy asks for, in the order in which they act. */
export const APPROVERS = ["responder", "tester", "security", "dpo", "manager"] as const;

export type Approver = (typeof APPROVERS)[number];

const opened = new WeakMap<Stage, number>();

/** One more repository of acme's: tests share a stage, and nothing else. */
export function openRepository(
  stage: Stage,
  policy: string | null = SHOP_POLICY,
  files: Parameters<RepositoryHandle["commit"]>[0]["files"] = {},
): RepositoryHandle {
  const count = (opened.get(stage) ?? 1) + 1;
  opened.set(stage, count);
  const repository = stage.acme.repository(`shop-${count}`);
  for (const slug of ["release-managers", "incident-response", "testers"])
    repository.teamAccess(stage.github.team("acme", slug), "write");
  for (const person of Object.values(stage.people))
    if (person !== stage.people.outsider) repository.collaborator(person, "write");
  repository.commit({
    author: stage.people.manager,
    message: "Begin",
    files: {
      "README.md": "# Shop\n",
      ...(policy === null ? {} : { [POLICY_PATH]: policy }),
      ...files,
    },
  });
  return repository;
}

/** Everyone approves the head, apart from those who are left out. */
export function approveAll(
  stage: Stage,
  pullRequest: PullRequestHandle,
  ...without: readonly Approver[]
): void {
  for (const who of APPROVERS) if (!without.includes(who)) pullRequest.approve(stage.people[who]);
}

/** The conclusion of `portcullis`, or of a gate's own run; null while there is none. */
export function conclusion(pullRequest: PullRequestHandle, gate?: string): string | null {
  return run(pullRequest, gate)?.conclusion ?? null;
}

/** What is to be read on the run of a gate, or on `portcullis`. */
export function words(pullRequest: PullRequestHandle, gate?: string): string {
  const { title, summary, text } = run(pullRequest, gate) ?? {};
  return [title, summary, text].join("\n");
}

function run(pullRequest: PullRequestHandle, gate?: string): CheckRun | undefined {
  return pullRequest.checkRun(gate === undefined ? "portcullis" : `portcullis/${gate}`);
}

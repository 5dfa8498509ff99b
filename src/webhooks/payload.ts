import { z } from "zod";

/**
 * The few fields of GitHub's payloads that we read. A signed payload that lacks them is GitHub's
 * change or a forgery: it is refused and logged, and no candidate is guessed from it.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
const installation = z.object({ id: z.number().int() });
const sha = z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/);
const repository = z.object({
  full_name: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  default_branch: z.string(),
});
const pullRequest = z.object({ number: z.number().int().positive(), head: z.object({ sha }) });

export const pullRequestPayload = z.object({
  installation,
  repository,
  action: z.string(),
  pull_request: pullRequest,
  /** Only of `synchronize`: the head before the push. */
  before: sha.optional(),
});

export const reviewPayload = z.object({
  installation,
  repository,
  action: z.string(),
  pull_request: pullRequest,
});

export const checkRunPayload = z.object({
  installation,
  repository,
  action: z.string(),
  check_run: z.object({
    head_sha: sha,
    app: z.object({ slug: z.string().nullish() }).nullish(),
    check_suite: z.object({ head_branch: z.string().nullish() }).nullish(),
  }),
  requested_action: z.object({ identifier: z.string() }).nullish(),
});

export const checkSuitePayload = z.object({
  installation,
  repository,
  action: z.string(),
  check_suite: z.object({ head_sha: sha }),
});

export const issueCommentPayload = z.object({
  installation,
  repository,
  action: z.string(),
  issue: z.object({ number: z.number().int().positive(), pull_request: z.object({}).nullish() }),
  comment: z.object({
    body: z.string(),
    user: z.object({ login: z.string(), type: z.string() }).nullable(),
  }),
});

export const releasePayload = z.object({
  installation,
  repository,
  release: z.object({ id: z.number().int().positive() }),
});

export const organizationPayload = z.object({ installation, action: z.string() });

export const installationPayload = z.object({ installation, action: z.string() });

export const installationRepositoriesPayload = z.object({
  installation,
  repositories_added: z.array(z.object({ full_name: repository.shape.full_name })),
});

export const alertPayload = z.object({ installation, repository });

export const createPayload = z.object({
  installation,
  repository,
  ref: z.string().min(1),
  ref_type: z.string(),
});

export const mergeGroupPayload = z.object({
  installation,
  repository,
  merge_group: z.object({ head_sha: sha, base_ref: z.string().min(1) }),
});

export const deploymentPayload = z.object({
  installation,
  repository,
  environment: z.string().min(1),
  deployment_callback_url: z
    .string()
    .regex(/\/actions\/runs\/\d{1,15}\/deployment_protection_rule$/),
});

export const pushPayload = z.object({
  installation,
  repository,
  ref: z.string(),
  before: sha.optional(),
  forced: z.boolean(),
  created: z.boolean(),
  commits: z.array(
    z.object({
      added: z.array(z.string()).optional(),
      modified: z.array(z.string()).optional(),
      removed: z.array(z.string()).optional(),
    }),
  ),
});

import type { Account, Team } from "../world/accounts.ts";
import { isTeam } from "../world/accounts.ts";
import type { WorldEvent } from "../world/events.ts";
import { organizationOf, repositoryOf } from "../world/events.ts";
import type { Alert } from "../world/security.ts";
import {
  installationJson,
  simpleOrganization,
  simpleUser,
  teamJson,
} from "../rest/resources/account-json.ts";
import { alertJson } from "../rest/resources/alert-json.ts";
import { checkRunEventJson, checkSuiteJson } from "../rest/resources/check-json.ts";
import { issueCommentJson, issueJson } from "../rest/resources/issue-json.ts";
import {
  labelJson,
  pullRequestJson,
  reviewJson,
  simplePullRequest,
} from "../rest/resources/pull-request-json.ts";
import { releaseJson } from "../rest/resources/release-json.ts";
import { repositoryJson } from "../rest/resources/repository-json.ts";
import type { Json, Site } from "../rest/resources/site.ts";
import { simpleCommit } from "../rest/resources/commit-json.ts";
import type { Quirks } from "../quirks.ts";
import { deploymentPayload } from "./deployment-payload.ts";
import { pushPayload } from "./push-payload.ts";

/**
 * The body of the webhook that GitHub sends for an event.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
export function webhookPayload(site: Site, event: WorldEvent, quirks: Quirks): Json {
  const repository = repositoryOf(event);
  const organization = organizationOf(event);
  return {
    ...("action" in event ? { action: event.action } : {}),
    ...(repository === undefined ? {} : { repository: repositoryJson(site, repository) }),
    ...(organization === undefined ? {} : { organization: simpleOrganization(site, organization) }),
    sender: simpleUser(site, event.sender),
    ...particulars(site, event, quirks),
  };
}

function particulars(site: Site, event: WorldEvent, quirks: Quirks): Json {
  switch (event.event) {
    case "pull_request":
      return pullRequestPayload(site, event);
    case "pull_request_review":
      return {
        pull_request: simplePullRequest(site, event.review.pullRequest),
        review: reviewJson(site, event.review, "lower"),
        ...(event.changes === undefined ? {} : { changes: event.changes }),
      };
    case "push":
      return pushPayload(site, event);
    case "create":
      return {
        ref: event.ref,
        ref_type: event.refType,
        master_branch: event.repository.defaultBranch,
        description: null,
        pusher_type: "user",
      };
    case "delete":
      return { ref: event.ref, ref_type: event.refType, pusher_type: "user" };
    case "issue_comment":
      return {
        issue: issueJson(site, event.comment.issue),
        comment: issueCommentJson(site, event.comment),
        ...(event.changes === undefined ? {} : { changes: event.changes }),
      };
    case "issues":
      return {
        issue: issueJson(site, event.issue),
        ...(event.label === undefined
          ? {}
          : { label: labelJson(site, event.issue.repository, event.label) }),
        ...(event.changes === undefined ? {} : { changes: event.changes }),
      };
    case "check_run":
      return {
        check_run: checkRunEventJson(site, event.checkRun),
        ...(event.identifier === undefined
          ? {}
          : { requested_action: { identifier: event.identifier } }),
      };
    case "check_suite":
      return { check_suite: checkSuiteJson(site, event.checkSuite, { withRepository: false }) };
    case "release":
      return {
        release: releaseJson(site, event.release),
        ...(event.changes === undefined ? {} : { changes: event.changes }),
      };
    case "deployment_protection_rule":
      return deploymentPayload(site, event, quirks);
    case "merge_group": {
      const { queue, headOid, baseOid, headRef } = event.group;
      const commit = queue.repository.objects.read("commit", headOid);
      return {
        merge_group: {
          head_sha: headOid,
          head_ref: headRef,
          base_sha: baseOid,
          base_ref: `refs/heads/${queue.branch}`,
          head_commit: simpleCommit(commit),
        },
        ...(event.reason === undefined ? {} : { reason: event.reason }),
      };
    }
    case "dependabot_alert":
    case "secret_scanning_alert":
    case "code_scanning_alert":
      return alertPayload(site, event.alert);
    case "membership":
      return {
        scope: "team",
        member: simpleUser(site, event.member),
        team: teamJson(site, event.team),
      };
    case "team":
      return { team: teamJson(site, event.team) };
    case "installation":
      return { installation: installationJson(site, event.installation), repositories: [] };
    case "installation_repositories": {
      const brief = event.repositories.map((repository) => ({
        id: repository.id,
        node_id: repository.nodeId,
        name: repository.name,
        full_name: `${repository.owner.login}/${repository.name}`,
        private: repository.private,
      }));
      return {
        installation: installationJson(site, event.installation),
        repository_selection: event.installation.repositories === "all" ? "all" : "selected",
        repositories_added: event.action === "added" ? brief : [],
        repositories_removed: event.action === "removed" ? brief : [],
        requester: null,
      };
    }
  }
}

function pullRequestPayload(
  site: Site,
  event: Extract<WorldEvent, { event: "pull_request" }>,
): Json {
  const { pullRequest, label, changes, before, requestedReviewer } = event;
  return {
    number: pullRequest.number,
    pull_request: pullRequestJson(site, pullRequest),
    ...(label === undefined ? {} : { label: labelJson(site, pullRequest.repository, label) }),
    ...(changes === undefined ? {} : { changes }),
    ...(before === undefined ? {} : { before, after: pullRequest.headOid }),
    ...(requestedReviewer === undefined ? {} : reviewer(site, requestedReviewer)),
  };
}

/** A webhook never carries the secret, and never says when code scanning found a mend. */
function alertPayload(site: Site, alert: Alert): Json {
  const json = alertJson(site, alert, { hideSecret: true });
  const left: Readonly<Record<Alert["kind"], readonly string[]>> = {
    "secret-scanning": ["state", "has_more_locations", "first_location_detected"],
    "code-scanning": ["fixed_at"],
    dependabot: [],
  };
  const shown = Object.entries(json).filter(([key]) => !left[alert.kind].includes(key));
  const of =
    alert.kind === "code-scanning"
      ? { ref: alert.ref, commit_oid: alert.repository.refs.get(alert.ref) ?? "" }
      : {};
  return { alert: Object.fromEntries(shown), ...of };
}

function reviewer(site: Site, requested: Account | Team): Json {
  return isTeam(requested)
    ? { requested_team: teamJson(site, requested) }
    : { requested_reviewer: simpleUser(site, requested) };
}

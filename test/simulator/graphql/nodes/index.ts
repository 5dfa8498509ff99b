import type { Nodes } from "../view.ts";
import { accountNode, appNode, organizationNode, teamNode } from "./account-nodes.ts";
import { checkRunNode, checkSuiteNode } from "./check-nodes.ts";
import { commentNode, reactionNode, reviewNode, timelineNode } from "./conversation-nodes.ts";
import { commitNode, objectNode, treeEntryNode } from "./git-nodes.ts";
import { issueNode, labelNode, pullRequestNode } from "./pull-request-node.ts";
import { releaseAssetNode, releaseNode } from "./release-nodes.ts";
import { refNode, repositoryNode } from "./repository-node.ts";

/** Every kind of object that the simulator models. */
export const nodes: Nodes = {
  account: accountNode,
  organization: organizationNode,
  team: teamNode,
  app: appNode,
  repository: repositoryNode,
  ref: refNode,
  object: objectNode,
  commit: commitNode,
  treeEntry: treeEntryNode,
  issue: issueNode,
  pullRequest: pullRequestNode,
  review: reviewNode,
  comment: commentNode,
  reaction: reactionNode,
  label: labelNode,
  timelineEvent: timelineNode,
  checkSuite: checkSuiteNode,
  checkRun: checkRunNode,
  release: releaseNode,
  releaseAsset: releaseAssetNode,
};

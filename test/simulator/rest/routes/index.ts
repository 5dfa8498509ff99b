import type { Route } from "../route.ts";
import { appRoutes } from "./app-routes.ts";
import { checkRoutes } from "./check-routes.ts";
import { compareRoutes } from "./compare-routes.ts";
import { deploymentRoutes } from "./deployment-routes.ts";
import { gitRoutes } from "./git-routes.ts";
import { issueRoutes } from "./issue-routes.ts";
import { peopleRoutes } from "./people-routes.ts";
import { pullRequestRoutes } from "./pull-request-routes.ts";
import { releaseRoutes } from "./release-routes.ts";
import { rulesetRoutes } from "./ruleset-routes.ts";
import { securityRoutes } from "./security-routes.ts";

/** Every REST operation that the simulator models. */
export const routes: readonly Route[] = [
  ...appRoutes,
  ...peopleRoutes,
  ...pullRequestRoutes,
  ...issueRoutes,
  ...checkRoutes,
  ...gitRoutes,
  ...compareRoutes,
  ...releaseRoutes,
  ...deploymentRoutes,
  ...rulesetRoutes,
  ...securityRoutes,
];

import type { Viewer } from "../access/viewer.ts";
import type { Installation } from "../world/accounts.ts";

/** The two budgets that matter here. */
export type Resource = "core" | "graphql";

/** A budget within its hour. `reset` is in real seconds, since clients compare it with their clock. */
export interface Budget {
  readonly limit: number;
  remaining: number;
  used: number;
  reset: number;
}

/** Counts what each viewer spends, as GitHub's headers report it. */
export class RateLimits {
  readonly #limit: number;
  readonly #budgets = new Map<string, Budget>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The budget of a viewer. */
  budget(viewer: Viewer, resource: Resource): Budget {
    return this.#budgetOf(keyOf(viewer), resource);
  }

  #budgetOf(who: string, resource: Resource): Budget {
    const key = `${resource} ${who}`;
    const now = Math.floor(Date.now() / 1000);
    let budget = this.#budgets.get(key);
    if (budget === undefined || budget.reset <= now) {
      budget = { limit: this.#limit, remaining: this.#limit, used: 0, reset: now + 3600 };
      this.#budgets.set(key, budget);
    }
    return budget;
  }

  /** Takes points from a budget; false when it is used up. */
  spend(viewer: Viewer, resource: Resource, points: number): boolean {
    const budget = this.budget(viewer, resource);
    if (budget.remaining < points) return false;
    budget.remaining -= points;
    budget.used += points;
    return true;
  }

  /** Uses up what a viewer has left, so that the next request meets the limit. */
  exhaust(viewer: Viewer, resource: Resource, resetInSeconds: number): void {
    leave(0, this.budget(viewer, resource), resetInSeconds);
  }

  /** Uses up all that an installation has left but for so much. */
  leaveTo(
    installation: Installation,
    resource: Resource,
    remaining: number,
    resetInSeconds: number,
  ): void {
    leave(remaining, this.#budgetOf(`installation ${installation.id}`, resource), resetInSeconds);
  }

  /** The headers on each answer. https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
  headers(viewer: Viewer, resource: Resource): Record<string, string> {
    const budget = this.budget(viewer, resource);
    return {
      "x-ratelimit-limit": String(budget.limit),
      "x-ratelimit-remaining": String(budget.remaining),
      "x-ratelimit-used": String(budget.used),
      "x-ratelimit-reset": String(budget.reset),
      "x-ratelimit-resource": resource,
    };
  }
}

function leave(remaining: number, budget: Budget, resetInSeconds: number): void {
  budget.remaining = remaining;
  budget.used = budget.limit - remaining;
  budget.reset = Math.floor(Date.now() / 1000) + resetInSeconds;
}

function keyOf(viewer: Viewer): string {
  switch (viewer.kind) {
    case "app":
      return `app ${viewer.app.id}`;
    case "installation":
      return `installation ${viewer.installation.id}`;
    case "user":
      return `user ${viewer.account.id}`;
    case "anonymous":
      return "anonymous";
  }
}

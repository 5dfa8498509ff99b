import type { Account } from "./accounts.ts";
import type { Repository } from "./repositories.ts";

/** What GitHub watches over by itself; each can be switched off. */
export type SecurityFeature =
  "secret-scanning" | "code-scanning" | "dependabot" | "dependency-graph";

/** An alert of one of the three kinds. */
export interface Alert {
  readonly kind: "secret-scanning" | "code-scanning" | "dependabot";
  readonly repository: Repository;
  readonly number: number;
  readonly createdAt: Date;
  updatedAt: Date;
  state: "open" | "fixed" | "dismissed";
  /** Why, by whom and when it was closed. */
  closed: { readonly reason: string | null; readonly by: Account | null; readonly at: Date } | null;
  /** Kind of secret, rule of the analysis, or package. */
  readonly what: string;
  readonly severity: "low" | "medium" | "high" | "critical" | null;
  readonly path: string;
  /** Only of code scanning: where it is found. */
  readonly ref: string;
  /** Only of Dependabot. */
  readonly advisory: { readonly ghsa: string; readonly cve: string | null };
  /** Only of secret scanning; never shown to who asks to hide it. */
  readonly secret: string;
}

/** Code scanning went through a commit. */
export interface Analysis {
  readonly id: number;
  readonly ref: string;
  readonly sha: string;
  readonly category: string;
  /** "" where it succeeded. */
  readonly error: string;
  readonly createdAt: Date;
}

/** A version of a package that is known to be vulnerable. */
export interface Vulnerability {
  readonly name: string;
  readonly version: string;
  readonly ghsa: string;
  readonly severity: "low" | "moderate" | "high" | "critical";
}

/** What GitHub knows about the security of a repository. */
export interface Security {
  readonly off: Set<SecurityFeature>;
  readonly alerts: Alert[];
  readonly analyses: Analysis[];
  /** With the default setup every commit of a branch or pull request is analysed at once. */
  analysesEverything: boolean;
  readonly vulnerabilities: Vulnerability[];
  /** What was never submitted of commits, by their ids. */
  readonly notSubmitted: Set<string>;
}

/** Everything on, nothing found. */
export function newSecurity(): Security {
  return {
    off: new Set(),
    alerts: [],
    analyses: [],
    analysesEverything: true,
    vulnerabilities: [],
    notSubmitted: new Set(),
  };
}

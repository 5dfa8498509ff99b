import { ancestors } from "../../git/history.ts";
import { entryAt } from "../../git/trees.ts";
import type { Repository } from "../../world/repositories.ts";
import { pullRequestsOf } from "../../world/repositories.ts";
import type { Alert, Analysis, SecurityFeature } from "../../world/security.ts";
import { resolveCommit } from "../git-names.ts";
import { paginated } from "../pagination.ts";
import { RestError, notFound, ok } from "../reply.ts";
import { alertJson, analysisJson } from "../resources/alert-json.ts";
import { repositoryUrl } from "../resources/repository-json.ts";
import type { Json } from "../resources/site.ts";
import type { RepositoryCall, Route } from "../route.ts";
import { repositoryRoute } from "../route.ts";

const root = "/repos/{owner}/{repo}";

/** How GitHub refuses what is switched off. */
const refusals: Readonly<Record<SecurityFeature, readonly [number, string]>> = {
  "secret-scanning": [404, "Secret scanning is disabled on this repository."],
  "code-scanning": [
    403,
    "Code scanning is not enabled for this repository. Please enable code scanning in the repository settings.",
  ],
  dependabot: [403, "Dependabot alerts are disabled for this repository."],
  "dependency-graph": [
    403,
    "Dependency review is not supported on this repository. Please ensure that Dependency graph is enabled.",
  ],
};

/** Alerts, analyses, and what changed among the dependencies. */
export const securityRoutes: readonly Route[] = [
  repositoryRoute(
    "GET",
    `${root}/dependabot/alerts`,
    [["vulnerability_alerts", "read"]],
    (call) => {
      requireOn(call, "dependabot");
      return byCursor(call, alertsOf(call, "dependabot"));
    },
  ),
  repositoryRoute("GET", `${root}/code-scanning/alerts`, [["security_events", "read"]], (call) => {
    requireOn(call, "code-scanning");
    const ref = call.query.get("ref");
    requireAnalysis(call, ref);
    const found = alertsOf(call, "code-scanning").filter(
      (alert) => alert.ref === (ref ?? `refs/heads/${call.repository.defaultBranch}`),
    );
    return paginated(call, found, (alert) => alertJson(call.site, alert));
  }),
  repositoryRoute(
    "GET",
    `${root}/code-scanning/analyses`,
    [["security_events", "read"]],
    (call) => {
      requireOn(call, "code-scanning");
      const pull = call.query.get("pr");
      const ref = call.query.get("ref");
      requireAnalysis(call, null);
      const found = analysesOf(call.repository).filter(
        (analysis) =>
          (ref === null || analysis.ref === ref) &&
          (pull === null || analysis.ref.startsWith(`refs/pull/${pull}/`)),
      );
      const url = repositoryUrl(call.site, call.repository);
      return paginated(call, found, (analysis) => analysisJson(url, analysis));
    },
  ),
  repositoryRoute(
    "GET",
    `${root}/secret-scanning/alerts`,
    [["secret_scanning_alerts", "read"]],
    (call) => {
      requireOn(call, "secret-scanning");
      const hideSecret = call.query.get("hide_secret") === "true";
      return paginated(call, alertsOf(call, "secret-scanning"), (alert) =>
        alertJson(call.site, alert, { hideSecret }),
      );
    },
  ),
  repositoryRoute(
    "GET",
    `${root}/dependency-graph/compare/{basehead}`,
    [["contents", "read"]],
    compare,
  ),
];

function requireOn({ repository }: RepositoryCall, feature: SecurityFeature): void {
  const [status, words] = refusals[feature];
  if (repository.security.off.has(feature)) throw new RestError(status, words);
}

function requireAnalysis({ repository }: RepositoryCall, ref: string | null): void {
  const there = analysesOf(repository).some((analysis) => ref === null || analysis.ref === ref);
  if (!there) throw new RestError(404, "no analysis found");
}

function alertsOf({ repository, query }: RepositoryCall, kind: Alert["kind"]): readonly Alert[] {
  const state = query.get("state");
  const isWanted = (alert: Alert): boolean =>
    state === null || alert.state === state || (state === "resolved" && alert.state !== "open");
  const found = repository.security.alerts.filter(
    (alert) => alert.kind === kind && isWanted(alert),
  );
  const by = query.get("sort") === "updated" ? "updatedAt" : "createdAt";
  return found.sort((a, b) => b[by].getTime() - a[by].getTime() || b.number - a.number);
}

/** Newest first: what was taken in, and with the default setup every commit that is somewhere. */
function analysesOf(repository: Repository): readonly Analysis[] {
  const { analyses, analysesEverything } = repository.security;
  const made = analysesEverything ? everyAnalysis(repository) : [];
  return [...analyses, ...made].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
}

function everyAnalysis(repository: Repository): readonly Analysis[] {
  const { objects, refs } = repository;
  const branches = [...refs].filter(([name]) => name.startsWith("refs/heads/"));
  const pulls = pullRequestsOf(repository).map(
    ({ number, headOid }) => [`refs/pull/${number}/head`, headOid] as const,
  );
  return [...branches, ...pulls].flatMap(([ref, tip]) =>
    ancestors(objects, tip).map((commit) => ({
      id: 1,
      ref,
      sha: commit.oid,
      category: "/language:javascript-typescript",
      error: "",
      createdAt: commit.committer.date,
    })),
  );
}

/** Dependabot's list knows no page numbers. */
function byCursor(call: RepositoryCall, alerts: readonly Alert[]): ReturnType<typeof ok> {
  const perPage = Math.min(Number(call.query.get("per_page") ?? 30), 100);
  const start = Number(Buffer.from(call.query.get("after") ?? "", "base64url").toString() || 0);
  const body = alerts.slice(start, start + perPage).map((alert) => alertJson(call.site, alert));
  if (start + perPage >= alerts.length) return ok(body);
  const query = new URLSearchParams(call.query);
  query.set("after", Buffer.from(String(start + perPage)).toString("base64url"));
  const link = `<${call.site.api}${call.request.path}?${query.toString()}>; rel="next"`;
  return { ...ok(body), headers: { link } };
}

/** What differs between the lock files of two commits. */
function compare(call: RepositoryCall): ReturnType<typeof ok> {
  requireOn(call, "dependency-graph");
  const { repository } = call;
  const ends = (call.params["basehead"] ?? "").split("...");
  const [base, head] = ends.map((name) => resolveCommit(repository, name));
  if (base === undefined || head === undefined) throw notFound();
  const [before, after] = [lockedAt(repository, base), lockedAt(repository, head)];
  const changes = [
    ...[...after].filter((one) => !before.has(one)).map((one) => ["added", one] as const),
    ...[...before].filter((one) => !after.has(one)).map((one) => ["removed", one] as const),
  ];
  const body = changes.map(([type, one]) => changeJson(repository, type, one));
  if (!repository.security.notSubmitted.has(head)) return ok(body);
  const warning = Buffer.from(`No snapshots were found for the head SHA ${head}.`);
  const name = "x-github-dependency-graph-snapshot-warnings";
  return { ...ok(body), headers: { [name]: warning.toString("base64") } };
}

/** `name@version` of each package. */
function lockedAt({ objects }: Repository, commit: string): ReadonlySet<string> {
  const entry = entryAt(objects, objects.read("commit", commit).tree, "package-lock.json");
  const blob = entry === undefined ? undefined : objects.get(entry.oid);
  if (blob?.type !== "blob") return new Set();
  const { packages = {} } = JSON.parse(blob.content.toString("utf8")) as {
    packages?: Record<string, { version?: string }>;
  };
  return new Set(
    Object.entries(packages).map(
      ([path, { version }]) => `${path.replace(/^.*node_modules\//, "")}@${version ?? ""}`,
    ),
  );
}

function changeJson(repository: Repository, type: "added" | "removed", one: string): Json {
  const at = one.lastIndexOf("@");
  const [name, version] = [one.slice(0, at), one.slice(at + 1)];
  const known = repository.security.vulnerabilities.filter(
    (each) => each.name === name && each.version === version,
  );
  return {
    change_type: type,
    manifest: "package-lock.json",
    ecosystem: "npm",
    name,
    version,
    package_url: `pkg:npm/${name}@${version}`,
    license: null,
    source_repository_url: null,
    vulnerabilities: known.map(({ ghsa, severity }) => ({
      severity,
      advisory_ghsa_id: ghsa,
      advisory_summary: "A weakness",
      advisory_url: `https://github.com/advisories/${ghsa}`,
    })),
    scope: "runtime",
  };
}

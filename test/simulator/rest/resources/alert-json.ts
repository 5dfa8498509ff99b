import { repositoryPage, repositoryUrl } from "./repository-json.ts";
import type { Alert, Analysis } from "../../world/security.ts";
import { simpleUser } from "./account-json.ts";
import type { Json, Site } from "./site.ts";
import { isoDate } from "./site.ts";

/** An alert as REST lists it. */
export function alertJson(site: Site, alert: Alert, options: { hideSecret?: boolean } = {}): Json {
  switch (alert.kind) {
    case "dependabot":
      return dependabotJson(site, alert);
    case "code-scanning":
      return codeScanningJson(site, alert);
    case "secret-scanning":
      return secretScanningJson(site, alert, options.hideSecret ?? false);
  }
}

function common(site: Site, alert: Alert): Json {
  const { repository, kind, number } = alert;
  const page = repositoryPage(site, repository);
  return {
    number,
    created_at: isoDate(alert.createdAt),
    updated_at: isoDate(alert.updatedAt),
    url: `${repositoryUrl(site, repository)}/${kind}/alerts/${number}`,
    html_url: `${page}/security/${kind}/${number}`,
  };
}

function dismissal(site: Site, { state, closed }: Alert): Json {
  const by = state === "dismissed" ? closed : null;
  return {
    dismissed_at: by === null ? null : isoDate(by.at),
    dismissed_by: by?.by ? simpleUser(site, by.by) : null,
    dismissed_reason: by?.reason ?? null,
    dismissed_comment: null,
    fixed_at: state === "fixed" && closed ? isoDate(closed.at) : null,
  };
}

function dependabotJson(site: Site, alert: Alert): Json {
  const { what, severity, path, advisory } = alert;
  const at = isoDate(alert.createdAt);
  const vulnerability = {
    package: { ecosystem: "npm", name: what },
    severity: severity ?? "high",
    vulnerable_version_range: "< 4.17.21",
    first_patched_version: { identifier: "4.17.21" },
  };
  return {
    ...common(site, alert),
    state: alert.state,
    dependency: { package: vulnerability.package, manifest_path: path, scope: "runtime" },
    security_advisory: {
      ghsa_id: advisory.ghsa,
      cve_id: advisory.cve,
      summary: "A weakness",
      description: "A weakness of a package.",
      vulnerabilities: [vulnerability],
      severity: severity ?? "high",
      cvss: { score: 7.2, vector_string: null },
      cwes: [],
      identifiers: [
        { type: "GHSA", value: advisory.ghsa },
        ...(advisory.cve === null ? [] : [{ type: "CVE", value: advisory.cve }]),
      ],
      references: [],
      published_at: at,
      updated_at: at,
      withdrawn_at: null,
    },
    security_vulnerability: vulnerability,
    ...dismissal(site, alert),
  };
}

function codeScanningJson(site: Site, alert: Alert): Json {
  const { what, severity, path, ref, repository } = alert;
  const tip = repository.refs.get(ref) ?? "0".repeat(40);
  const brief = common(site, alert);
  return {
    ...brief,
    instances_url: `${String(brief["url"])}/instances`,
    state: alert.state,
    ...dismissal(site, alert),
    rule: {
      id: what,
      severity: "error",
      security_severity_level: severity,
      description: "A weakness",
      name: what,
      tags: ["security"],
    },
    tool: { name: "CodeQL", guid: null, version: "2.20.0" },
    most_recent_instance: {
      ref,
      analysis_key: ".github/workflows/codeql.yml:analyze",
      environment: "{}",
      category: ".github/workflows/codeql.yml:analyze",
      state: alert.state,
      commit_sha: tip,
      message: { text: "Something reaches a query." },
      location: { path, start_line: 1, end_line: 1, start_column: 1, end_column: 2 },
      classifications: [],
    },
  };
}

function secretScanningJson(site: Site, alert: Alert, hideSecret: boolean): Json {
  const { what, state, closed, path, repository } = alert;
  const isOpen = state === "open";
  const brief = common(site, alert);
  const blob = "1".repeat(40);
  const location = {
    path,
    start_line: 1,
    end_line: 1,
    start_column: 1,
    end_column: 20,
    blob_sha: blob,
    blob_url: `${repositoryUrl(site, repository)}/git/blobs/${blob}`,
    commit_sha: blob,
    commit_url: `${repositoryUrl(site, repository)}/git/commits/${blob}`,
  };
  return {
    ...brief,
    locations_url: `${String(brief["url"])}/locations`,
    state: isOpen ? "open" : "resolved",
    resolution: isOpen ? null : (closed?.reason ?? "revoked"),
    resolved_at: closed === null ? null : isoDate(closed.at),
    resolved_by: closed?.by ? simpleUser(site, closed.by) : null,
    resolution_comment: null,
    secret_type: what,
    secret_type_display_name: what,
    ...(hideSecret ? {} : { secret: alert.secret }),
    push_protection_bypassed: false,
    push_protection_bypassed_by: null,
    push_protection_bypassed_at: null,
    validity: "unknown",
    publicly_leaked: false,
    multi_repo: false,
    first_location_detected: location,
    has_more_locations: false,
  };
}

/** An analysis as REST lists it. */
export function analysisJson(url: string, analysis: Analysis): Json {
  return {
    ref: analysis.ref,
    commit_sha: analysis.sha,
    analysis_key: ".github/workflows/codeql.yml:analyze",
    environment: "{}",
    category: analysis.category,
    error: analysis.error,
    created_at: isoDate(analysis.createdAt),
    results_count: 0,
    rules_count: 60,
    id: analysis.id,
    url: `${url}/code-scanning/analyses/${analysis.id}`,
    sarif_id: `sarif-${analysis.id}`,
    tool: { name: "CodeQL", guid: null, version: "2.20.0" },
    deletable: false,
    warning: "",
  };
}

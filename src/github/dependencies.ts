import { z } from "zod";
import type { Reading, VulnerableDependency } from "../domain/index.ts";
import { fromSource } from "./alert-refusals.ts";
import { severityOf } from "./alert-severity.ts";
import type { Api } from "./api.ts";
import { read, unreadable } from "./readings.ts";
import { repositoryOf } from "./repository.ts";

const changesSchema = z.array(
  z.object({
    change_type: z.enum(["added", "removed"]),
    manifest: z.string(),
    ecosystem: z.string(),
    name: z.string(),
    version: z.string(),
    vulnerabilities: z.array(z.object({ severity: z.string(), advisory_ghsa_id: z.string() })),
  }),
);

/** Says, in base 64, that GitHub lacks what a workflow was to submit about one of the two commits. */
const WARNINGS = "x-github-dependency-graph-snapshot-warnings";

/**
 * Dependencies that were added between two commits and have a known vulnerability. Where GitHub says
 * that it does not know all of the newer commit's dependencies, nobody knows what was added.
 * https://docs.github.com/en/rest/dependency-graph/dependency-review
 */
export function addedVulnerabilities(
  api: Api,
  between: { readonly repository: string; readonly from: string; readonly to: string },
): Promise<Reading<readonly VulnerableDependency[]>> {
  return fromSource("the dependency graph and its comparisons", "Contents: read", async () => {
    const { data, headers } = await api.restWithHeaders(
      "GET /repos/{owner}/{repo}/dependency-graph/compare/{basehead}",
      { ...repositoryOf(between.repository), basehead: `${between.from}...${between.to}` },
      changesSchema,
    );
    // The answer is documented as whole; should it come in pages one day, the first is not taken for all.
    if (textOf(headers["link"]).includes('rel="next"'))
      return unreadable("The dependencies could not be read to their end.");
    const warning = Buffer.from(textOf(headers[WARNINGS]), "base64").toString("utf8");
    if (/\bhead\b/i.test(warning))
      return unreadable("GitHub has not been told all dependencies of this commit yet.");
    return read(data.flatMap(vulnerableOf));
  });
}

function vulnerableOf(change: z.infer<typeof changesSchema>[number]): VulnerableDependency[] {
  const { change_type, name, version, ecosystem, manifest, vulnerabilities } = change;
  if (change_type !== "added" || vulnerabilities.length === 0) return [];
  return [
    {
      name,
      version,
      ecosystem,
      manifest,
      vulnerabilities: vulnerabilities.map(({ advisory_ghsa_id: id, severity }) => ({
        id,
        severity: severityOf(severity),
      })),
    },
  ];
}

function textOf(header: unknown): string {
  return typeof header === "string" ? header : "";
}

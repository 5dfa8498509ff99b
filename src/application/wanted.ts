import type { DocumentReading, Documents, Files, Policy } from "../domain/index.ts";
import { RECORD_KINDS } from "../domain/index.ts";
import { checkedPattern, hasWildcards } from "../text/index.ts";
import { isRelease } from "./candidacy.ts";
import type { Names, Wanted } from "./ports.ts";

/** What a policy makes worth reading at the candidate's commit. */
export function wantedBy(policy: Policy): Wanted {
  const { incidentPlan, securityReview, archive, privacyEngineering, securityTxt } =
    policy.documents;
  const { dataMap, threatModel, sbom, vex } = policy.documents;
  const record = RECORD_KINDS.flatMap((kind) => policy.documents.developmentRecord[kind]);
  const mapFiles = dataMap.filter((path) => !hasWildcards(path));
  return {
    documents: unique([
      incidentPlan,
      securityReview,
      archive,
      privacyEngineering,
      threatModel,
      ...[...sbom, ...vex].filter((path) => !hasWildcards(path)),
      ...mapFiles,
      ...securityTxt,
    ]),
    files: unique(record.filter((path) => !hasWildcards(path))),
    globs: unique([...record, ...dataMap, ...sbom, ...vex].filter(hasWildcards)).map(
      checkedPattern,
    ),
    before: unique([incidentPlan, ...mapFiles]),
    planPath: incidentPlan,
    tags: policy.candidates.tags,
    isRelease: (pullRequest) => isRelease(pullRequest, policy),
  };
}

/** Nothing but the candidate itself: the policy cannot be understood. */
export const NOTHING_WANTED: Wanted = {
  documents: [],
  files: [],
  globs: [],
  before: [],
  planPath: "",
  tags: [],
  isRelease: () => false,
};

/** Paths that the documents name, and that nobody has looked up yet. */
export function pathsNamedIn(documents: Documents, known: Files): readonly string[] {
  const { securityReview, archive, privacyEngineering } = documents;
  const named = [...evidenceIn(securityReview), ...evidenceIn(privacyEngineering)];
  if (securityReview.status === "read") {
    const { fields } = securityReview.document;
    for (const { path } of fields.previousReviews ?? []) if (path !== undefined) named.push(path);
    named.push(...Object.keys(fields.reviewed ?? {}));
  }
  if (archive.status === "read") {
    for (const { path } of archive.document.fields.artifacts ?? []) {
      if (path !== undefined) named.push(path);
    }
  }
  return unique(named).filter((path) => !Object.hasOwn(known, path));
}

/** The files of the repository that a checklist links as evidence. */
function evidenceIn(reading: DocumentReading<unknown>): readonly string[] {
  if (reading.status !== "read") return [];
  const links = reading.document.items.flatMap(({ evidence }) => evidence);
  return links.flatMap((link) => (link.kind === "file" ? [link.path] : []));
}

/** Everyone whom one of these policies gives a role, in lower case. */
export function namesIn(policies: readonly Policy[]): Names {
  const roles = policies.flatMap((policy) => Object.values(policy.roles));
  return {
    users: unique(roles.flatMap(({ users }) => users.map((user) => user.toLowerCase()))),
    teams: unique(roles.flatMap(({ teams }) => teams.map((team) => team.toLowerCase()))),
  };
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

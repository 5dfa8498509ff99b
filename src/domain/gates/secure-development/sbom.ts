import type { Case } from "../../case.ts";
import type { Document } from "../../documents.ts";
import type { Range } from "../../evidence.ts";
import { isLockFile } from "../../lock-files.ts";
import { asResult, inDocument, whenRead } from "../../reading.ts";
import {
  notApplicable,
  satisfied,
  unsatisfied,
  type Requirement,
  type Result,
} from "../../requirement.ts";
import type { Sbom } from "../../sbom.ts";
import { dayOf } from "../../time.ts";

/** Whether it is known of what the product consists, where the policy names a list of that. */
export const sbom: readonly Requirement[] = [{ id: "sbom", check }];

const NAME = "list of components (SBOM)";
const ANEW = "Make the list of components anew from what is locked now, and commit it.";

function check(c: Case): Result | readonly Result[] {
  const readings = c.documents.sbom;
  if (readings.length === 0) return notApplicable("The policy names no list of components (SBOM).");
  const paths = readings.map((reading) =>
    reading.status === "read" ? reading.document.path : reading.path,
  );
  const results = readings.flatMap((reading): readonly Result[] => {
    if (reading.status === "read" && reading.document.problems.length > 0) {
      return reading.document.problems.map(asResult);
    }
    return [inDocument(reading, NAME, (document) => upToDate(document, paths, c))].flat();
  });
  const failing = results.filter(({ outcome }) => outcome !== "satisfied");
  return failing.length > 0 ? failing : results;
}

/**
 * Whether a list is no older than what it describes. What Git keeps tells no day on which a file
 * changed, so that two things have to hold once a lock file changed since the previous release: the
 * list changed with it, and says that it was made after that release.
 */
function upToDate(document: Document<Sbom>, paths: readonly string[], c: Case): Result {
  const { created, format = "", components = 0 } = document.fields;
  const place = { locations: [{ path: document.path, line: 1 }] };
  if (created === undefined) return unsatisfied("The list does not say when it was made.", place);
  if (Date.parse(created) > Date.parse(c.evidence.at)) {
    return unsatisfied(
      `\`${document.path}\` says that it was made on ${dayOf(created)}, which is in the future.`,
      {
        ...place,
        remedy: ANEW,
        changesAt: created,
      },
    );
  }
  const found = `\`${document.path}\` (${format}) lists ${components} components, and was made on ${dayOf(created)}`;
  return whenRead(c.evidence.range, "what changed since the previous release", (range) => {
    if (range === null) return satisfied(`${found}; there is no earlier release.`, place);
    const changed = describedBy(document.path, paths, range);
    if (changed === undefined) {
      return satisfied(`${found}; no lock file changed since ${range.fromName}.`, place);
    }
    const why = `\`${changed}\` changed since ${range.fromName}`;
    if (!range.changes.some(({ path, kind }) => path === document.path && kind !== "removed")) {
      return unsatisfied(`${why}, but \`${document.path}\` did not.`, { ...place, remedy: ANEW });
    }
    return whenRead(c.evidence.previousRelease, "the previous release", (previous) =>
      previous !== null && Date.parse(created) <= Date.parse(previous.publishedAt)
        ? unsatisfied(
            `${why}, but \`${document.path}\` was made on ${dayOf(created)}, before ${previous.tag} was published.`,
            { ...place, remedy: ANEW },
          )
        : satisfied(`${found}; ${why}, and so did the list.`, place),
    );
  });
}

/**
 * A lock file that changed, and that a list describes: the nearest lists above it do, and all of
 * them where none lies above it.
 */
function describedBy(sbom: string, all: readonly string[], { changes }: Range): string | undefined {
  const changed = changes.flatMap(({ path, previousPath }) =>
    previousPath === null ? [path] : [path, previousPath],
  );
  return changed.filter(isLockFile).find((lock) => {
    const above = all.filter((path) => lock.startsWith(folderOf(path)));
    const deepest = Math.max(...above.map((path) => folderOf(path).length));
    return above.length === 0 || (above.includes(sbom) && folderOf(sbom).length === deepest);
  });
}

/** With a slash at its end; the root's is empty. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

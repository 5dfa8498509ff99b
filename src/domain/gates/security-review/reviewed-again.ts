import type { Case } from "../../case.ts";
import type { Document, SecurityReview } from "../../documents.ts";
import { lies } from "../../files.ts";
import { RECORD_KINDS, type RecordKind } from "../../policy.ts";
import { at, inField, whenRead } from "../../reading.ts";
import { satisfied, unknown, unsatisfied, type Result } from "../../requirement.ts";

type Review = Document<SecurityReview>;

/**
 * Whether every file of the development record was gone through again in the version that ships.
 * One result for each that was not. "All requirements, analyses, and assessments … must be reviewed
 * again".
 */
export function reviewedAgain(review: Review, c: Case): Result | readonly Result[] {
  const field = {
    key: "reviewed",
    name: "reviewed",
    missing: "The review does not list what was reviewed again.",
  } as const;
  return inField(review, field, (reviewed) => {
    const record = RECORD_KINDS.map((kind) => filesOf(kind, review, c));
    const paths = new Set([...record.flatMap(({ paths }) => paths), ...Object.keys(reviewed)]);
    const results = [
      ...record.flatMap(({ lacking }) => lacking),
      ...[...paths].sort().flatMap((path) => compare(path, reviewed, review, c)),
    ];
    if (results.length > 0) return results;
    return satisfied(`All ${paths.size} files of the development record were reviewed again.`, {
      locations: [at(review, "reviewed")],
    });
  });
}

/** The files of one kind; each path or glob that the policy names matches at least one. */
function filesOf(
  kind: RecordKind,
  review: Review,
  c: Case,
): { readonly paths: readonly string[]; readonly lacking: readonly Result[] } {
  const paths: string[] = [];
  const lacking: Result[] = [];
  const wanted = c.policy.documents.developmentRecord[kind];
  const locations = [at(review, "reviewed")];
  if (wanted.length === 0) {
    lacking.push(
      unsatisfied(`The policy names no ${kind} in the development record.`, {
        locations,
        actsNext: "administrator",
        remedy: `Name them under documents.development-record.${kind} in the policy.`,
      }),
    );
  }
  for (const pathOrGlob of wanted) {
    const listing = c.evidence.listings[pathOrGlob];
    // A path without wildcards is looked up by itself, and compared below.
    if (listing === undefined) {
      paths.push(pathOrGlob);
      continue;
    }
    const found = whenRead(listing, `which files match ${pathOrGlob}`, (matching) => matching);
    if ("outcome" in found) lacking.push(found);
    // The review cannot list its own blob id: writing it down would change it.
    else if (found.length > 0) paths.push(...found.filter((path) => path !== review.path));
    else {
      lacking.push(
        unsatisfied(`No file matches \`${pathOrGlob}\`, where the ${kind} are expected.`, {
          locations,
          remedy: "Add the file, or correct documents.development-record in the policy.",
        }),
      );
    }
  }
  return { paths, lacking };
}

function compare(
  path: string,
  reviewed: Readonly<Record<string, string>>,
  review: Review,
  c: Case,
): readonly Result[] {
  const seen = Object.hasOwn(reviewed, path) ? reviewed[path] : undefined;
  const locations = [at(review, seen === undefined ? "reviewed" : `reviewed.${path}`)];
  const found = lies(c.evidence.files, path);
  if (found.is === "unknown") {
    return [unknown(`Could not read \`${path}\`: ${found.why}`, { locations })];
  }
  if (found.is === "not-there" || found.oid === null) {
    const why = found.is === "not-there" ? found.why : "is a directory";
    return [
      unsatisfied(
        `\`${path}\` ${why}${seen === undefined ? "" : ", but is said to be reviewed"}.`,
        {
          locations,
          remedy: "Add the file, or correct the path in the policy and in the review.",
        },
      ),
    ];
  }
  if (seen === undefined) {
    return [
      unsatisfied(`\`${path}\` was not reviewed again (ships \`${short(found.oid)}\`).`, {
        locations,
        remedy: `Go through it, and add \`${path}: ${found.oid}\` under reviewed.`,
      }),
    ];
  }
  if (seen.length >= 12 && found.oid.startsWith(seen.toLowerCase())) return [];
  return [
    unsatisfied(
      `\`${path}\` changed since it was reviewed (reviewed \`${short(seen)}\`, ships \`${short(found.oid)}\`).`,
      {
        locations,
        remedy: `Go through it again, and write \`${path}: ${found.oid}\` under reviewed.`,
      },
    ),
  ];
}

const short = (oid: string) => oid.slice(0, 12);

import type { Case } from "../case.ts";
import type { Exception } from "../decision.ts";
import type { ArchiveManifest, Artifact, Document } from "../documents.ts";
import type { ReleaseAsset } from "../evidence.ts";
import { inCandidate } from "../exceptions.ts";
import { at, documentExists, inDocument, inField, whenRead } from "../reading.ts";
import {
  notApplicable,
  notDue,
  satisfied,
  unknown,
  unsatisfied,
  waiting,
  type Gate,
  type Requirement,
  type Result,
} from "../requirement.ts";
import { secondsOf } from "../time.ts";
import { lies } from "../files.ts";

const NAME = "archive manifest";
const ARTIFACTS = {
  key: "artifacts",
  name: "artifacts",
  missing: "The archive manifest lists no artifacts.",
} as const;

/** Whether what was made during development is kept. Datatilsynet, "Release approval", last paragraph. */
export const archive: Gate = { id: "archive", requirements: () => requirements };

const requirements: readonly Requirement[] = [
  { id: "exists", check: exists },
  { id: "complete", check: complete },
  { id: "documents", check: documents },
  { id: "assets", check: assets },
  { id: "retention", check: retention },
];

function exists(c: Case): Result | readonly Result[] {
  const reading = c.documents.archive;
  const found = documentExists(reading, NAME, ["artifacts", "retain-for"]);
  if ("outcome" in found && found.outcome === "satisfied" && reading.status === "read") {
    const { document } = reading;
    const lacking = (["location", "access"] as const).filter((key) => !document.fields[key]);
    if (lacking.length > 0) {
      return unsatisfied(`The archive manifest does not give ${lacking.join(" and ")}.`, {
        locations: [at(document, "")],
      });
    }
  }
  return found;
}

function complete(c: Case): Result | readonly Result[] {
  return inDocument(c.documents.archive, NAME, (document) =>
    inField(document, ARTIFACTS, (artifacts) => {
      const { categories } = c.policy.archive;
      const lacking = categories.filter(
        (category) => !artifacts.some((artifact) => artifact.category === category),
      );
      const locations = [at(document, "artifacts")];
      const exceptions = withoutArtifact(artifacts, document, c);
      if (lacking.length === 0) {
        return satisfied(
          `All ${categories.length} categories have an artifact, or a reason why not.`,
          { locations, exceptions },
        );
      }
      return unsatisfied(
        `${lacking.length} of ${categories.length} categories have neither an artifact nor a reason why not: ${lacking.join(", ")}.`,
        { locations, exceptions },
      );
    }),
  );
}

/** Categories that are asked for, and of which nothing is kept, for a reason. */
function withoutArtifact(
  artifacts: readonly Artifact[],
  document: Document<ArchiveManifest>,
  c: Case,
): readonly Exception[] {
  const isKept = (category: string) =>
    artifacts.some((each) => each.category === category && each.notApplicable === undefined);
  return artifacts.flatMap(({ category, notApplicable: reason }, index): readonly Exception[] => {
    if (reason === undefined || isKept(category)) return [];
    if (!c.policy.archive.categories.includes(category)) return [];
    const source = inCandidate(at(document, `artifacts.${index}`), c);
    return [{ kind: "archive-category", what: category, who: null, reason, until: null, source }];
  });
}

function documents(c: Case): Result | readonly Result[] {
  return inDocument(c.documents.archive, NAME, (document) =>
    inField(document, ARTIFACTS, (artifacts) => {
      const wrong = artifacts.flatMap(({ path }, index) => {
        if (path === undefined) return [];
        const locations = [at(document, `artifacts.${index}`)];
        const found = lies(c.evidence.files, path);
        if (found.is === "there") return [];
        return found.is === "unknown"
          ? [unknown(`Could not tell whether \`${path}\` exists: ${found.why}`, { locations })]
          : [unsatisfied(`\`${path}\` ${found.why}.`, { locations })];
      });
      if (wrong.length > 0) return wrong;
      const count = artifacts.filter(({ path }) => path !== undefined).length;
      return satisfied(`All ${count} documents exist at this commit.`, {
        locations: [at(document, "artifacts")],
      });
    }),
  );
}

function assets(c: Case): Result | readonly Result[] {
  return inDocument(c.documents.archive, NAME, (document) =>
    inField(document, ARTIFACTS, (artifacts) => {
      const wanted = artifacts.filter(({ asset }) => asset !== undefined);
      if (wanted.length === 0) return notApplicable("The manifest names no release asset.");
      if (c.evidence.candidate.stage === "review") {
        const names = wanted.map(({ asset }) => asset);
        return notDue(`To be attached to the release: ${names.join(", ")}.`);
      }
      return whenRead(c.evidence.assets, "the release's assets", (attached) => {
        const lacking = wanted.flatMap((artifact) => lackOf(artifact, attached));
        return lacking.length > 0
          ? lacking
          : satisfied(`All ${wanted.length} are attached, intact.`);
      });
    }),
  );
}

function lackOf({ asset = "", sha256 }: Artifact, attached: readonly ReleaseAsset[]): Result[] {
  const found = attached.find(({ name }) => name === asset);
  if (!found) return [waiting(`\`${asset}\` is not attached to the release.`)];
  if (found.size === 0)
    return [unsatisfied(`\`${asset}\` is attached, but empty.`, { remedy: TO_REPLACE })];
  if (sha256 === undefined || found.sha256 === sha256.toLowerCase()) return [];
  return found.sha256 === null
    ? [unknown(`GitHub does not tell the SHA-256 of \`${asset}\`.`, { remedy: TO_REPLACE })]
    : [
        unsatisfied(
          `\`${asset}\` is not the file of the manifest: its SHA-256 is ${found.sha256}.`,
          { remedy: TO_CORRECT },
        ),
      ];
}

/** GitHub computes the digest of what is uploaded; what was attached before it did has none. */
const TO_REPLACE = "Take the file off the release, and attach it again.";

const TO_CORRECT =
  "Attach the file that the manifest means, or correct its `sha256` there and have that approved.";

function retention(c: Case): Result | readonly Result[] {
  return inDocument(c.documents.archive, NAME, (document) =>
    inField(
      document,
      {
        key: "retainFor",
        name: "retain-for",
        missing: "The manifest does not say for how long the record is kept.",
      },
      (retainFor) => {
        const wanted = c.policy.archive.retainFor;
        const locations = [at(document, "retain-for")];
        if ((secondsOf(retainFor) ?? 0) < (secondsOf(wanted) ?? Infinity)) {
          return unsatisfied(
            `The record is kept for ${retainFor}; the policy asks for ${wanted}.`,
            {
              locations,
            },
          );
        }
        return satisfied(`The record is kept for ${retainFor}; the policy asks for ${wanted}.`, {
          locations,
        });
      },
    ),
  );
}

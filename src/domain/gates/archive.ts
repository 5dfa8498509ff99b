import type { Case } from "../case.ts";
import { at, documentExists, inDocument, inField } from "../reading.ts";
import {
  notApplicable,
  notDue,
  satisfied,
  unknown,
  unsatisfied,
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
      if (lacking.length === 0) {
        return satisfied(
          `All ${categories.length} categories have an artifact, or a reason why not.`,
          {
            locations,
          },
        );
      }
      return unsatisfied(
        `${lacking.length} of ${categories.length} categories have neither an artifact nor a reason why not: ${lacking.join(", ")}.`,
        { locations },
      );
    }),
  );
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
      const names = artifacts.flatMap(({ asset }) => asset ?? []);
      if (names.length === 0) return notApplicable("The manifest names no release asset.");
      if (c.evidence.candidate.stage === "review") {
        return notDue(`To be attached to the release: ${names.join(", ")}.`);
      }
      // Until releases are read, a release's assets are not known: the gate stays shut.
      return unknown(`Could not read the release's assets: ${names.join(", ")}.`);
    }),
  );
}

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

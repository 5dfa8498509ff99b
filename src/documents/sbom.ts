import { z } from "zod";
import type { DocumentReading, FileEntry, Problem, Sbom } from "../domain/index.ts";
import { documentText, whatIsUnfit } from "./document-text.ts";

/**
 * Reads a software bill of materials: CycloneDX 1 (https://cyclonedx.org/docs/1.6/json/) or SPDX 2.2
 * and 2.3 (https://spdx.github.io/spdx-spec/v2.3/), as JSON. Looked at is what tells of which
 * components the product consists, and when that was found out. Tools write these files, mostly in
 * one line, so that problems name the field and not its line.
 */
export function readSbom(path: string, entry: FileEntry | undefined): DocumentReading<Sbom> {
  const read = documentText(path, entry);
  if (read.status !== "text") return read;
  const unfit = whatIsUnfit(path, read.text);
  const { fields, problems, broken } =
    unfit.length > 0 ? { fields: {}, problems: unfit, broken: true } : understand(path, read.text);
  const document = { path, oid: read.oid, broken, fields, problems };
  return { status: "read", document: { ...document, lines: new Map(), sections: {}, items: [] } };
}

/** More than anybody mends by hand: the tool is run again. */
const MOST_PROBLEMS = 20;
const REMEDY = "Have the tool that makes it write it anew, with names, versions and the time.";

const word = z.string().trim().min(1).max(4096);
/** A package URL with a version: https://github.com/package-url/purl-spec */
const exactPurl = /^pkg:[a-z][a-z0-9.+-]*\/[^@\s]*[^/\s]@[^\s]+$/i;
const moment = z.iso.datetime({ offset: true });

const component = z.looseObject({
  type: word,
  name: word,
  version: z.string().optional(),
  purl: z.string().optional(),
});

const cycloneDx = z.looseObject({
  bomFormat: z.literal("CycloneDX"),
  specVersion: z.string().regex(/^1\.\d$/),
  metadata: z.looseObject({ timestamp: moment }),
  components: z.array(component).min(1),
});

const spdxPackage = z.looseObject({
  SPDXID: word,
  name: word,
  versionInfo: z.string().optional(),
  externalRefs: z
    .array(z.looseObject({ referenceType: z.string(), referenceLocator: z.string() }))
    .optional(),
});

const spdx = z.looseObject({
  spdxVersion: z.string().regex(/^SPDX-2\.[23]$/),
  SPDXID: z.literal("SPDXRef-DOCUMENT"),
  documentNamespace: z.url(),
  creationInfo: z.looseObject({ created: moment }),
  packages: z.array(spdxPackage).min(1),
  documentDescribes: z.array(z.string()).optional(),
  relationships: z
    .array(
      z.looseObject({
        spdxElementId: z.string(),
        relationshipType: z.string(),
        relatedSpdxElement: z.string(),
      }),
    )
    .optional(),
});

interface Understood {
  readonly fields: Partial<Sbom>;
  readonly problems: readonly Problem[];
  readonly broken: boolean;
}

function understand(path: string, text: string): Understood {
  const problem = (field: string, message: string, remedy = REMEDY): Problem => ({
    path,
    line: 1,
    field,
    message,
    remedy,
  });
  const told = (all: readonly Problem[], broken = false): Understood => ({
    fields: {},
    problems: all.slice(0, MOST_PROBLEMS),
    broken,
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return told([problem("", "The list of components is no JSON.")], true);
  }
  const kind = kindOf(value);
  if (kind === null) {
    const remedy = "Write it as CycloneDX 1 or SPDX 2.3, in JSON.";
    const message = "This is no list of components in a format that is known here.";
    return told([problem("", message, remedy)], true);
  }
  const checked = kind === "CycloneDX" ? asCycloneDx(value) : asSpdx(value);
  if ("issues" in checked) {
    return told(
      checked.issues.map(({ path: field }) => {
        const name = field.map(String).join(".");
        const message = `\`${name}\` of the list of components is missing, or not what its format asks for.`;
        return problem(name, message);
      }),
    );
  }
  const { sbom, unversioned } = checked;
  if (unversioned.length === 0) return { fields: sbom, problems: [], broken: false };
  return told(
    unversioned.map(({ field, name }) =>
      problem(field, `The component ${name} has no version: nobody can tell what is known of it.`),
    ),
  );
}

function kindOf(value: unknown): "CycloneDX" | "SPDX" | null {
  if (typeof value !== "object" || value === null) return null;
  if (Object.hasOwn(value, "bomFormat")) return "CycloneDX";
  return Object.hasOwn(value, "spdxVersion") ? "SPDX" : null;
}

type Checked =
  | { readonly issues: readonly z.core.$ZodIssue[] }
  | { readonly sbom: Sbom; readonly unversioned: readonly { field: string; name: string }[] };

function asCycloneDx(value: unknown): Checked {
  const read = cycloneDx.safeParse(value);
  if (!read.success) return { issues: read.error.issues };
  const { specVersion, metadata, components } = read.data;
  return {
    sbom: {
      format: `CycloneDX ${specVersion}`,
      created: new Date(metadata.timestamp).toISOString(),
      components: components.length,
    },
    // Files, devices and keys have no versions of their own.
    unversioned: components.flatMap(({ type, name, version = "", purl = "" }, index) => {
      const isCode = type === "library" || type === "framework";
      if (!isCode || version.trim() !== "" || exactPurl.test(purl)) return [];
      return [{ field: `components.${index}`, name }];
    }),
  };
}

function asSpdx(value: unknown): Checked {
  const read = spdx.safeParse(value);
  if (!read.success) return { issues: read.error.issues };
  const { spdxVersion, creationInfo, packages, documentDescribes, relationships } = read.data;
  // What is described is the product itself, which may have no version yet.
  const described = new Set([
    ...(documentDescribes ?? []),
    ...(relationships ?? [])
      .filter(({ spdxElementId: id, relationshipType: type }) => {
        return id === "SPDXRef-DOCUMENT" && type === "DESCRIBES";
      })
      .map(({ relatedSpdxElement }) => relatedSpdxElement),
  ]);
  return {
    sbom: {
      format: spdxVersion.replace("-", " "),
      created: new Date(creationInfo.created).toISOString(),
      components: packages.length,
    },
    unversioned: packages.flatMap(({ SPDXID, name, versionInfo = "", externalRefs }, index) => {
      const isExact = (externalRefs ?? []).some(
        ({ referenceType, referenceLocator }) =>
          referenceType === "purl" && exactPurl.test(referenceLocator),
      );
      if (described.has(SPDXID) || versionInfo.trim() !== "" || isExact) return [];
      return [{ field: `packages.${index}`, name }];
    }),
  };
}

import { z } from "zod";

import type { ArchiveManifest, DocumentReading, FileEntry } from "../domain/index.ts";
import {
  checkFields,
  duration,
  readYaml,
  repositoryPath,
  scalar,
  text,
  textOfLength,
} from "../text/index.ts";
import { documentText } from "./document-text.ts";
import { present } from "./fields.ts";

/** Reads the archive manifest: where the record lies, who has access, for how long, and what is in it. */
export function readArchiveManifest(
  path: string,
  entry: FileEntry | undefined,
): DocumentReading<ArchiveManifest> {
  const read = documentText(path, entry);
  if (read.status !== "text") return read;
  const yaml = readYaml(path, read.text);
  const { fields, problems } = checkFields(yaml, SHAPE);
  const document = {
    path,
    oid: read.oid,
    broken: yaml.value === null,
    fields: present<ArchiveManifest>({
      location: fields.location,
      access: fields.access,
      retainFor: fields["retain-for"],
      artifacts: fields.artifacts,
    }),
    problems,
    lines: yaml.lines,
    sections: {},
    items: [],
  };
  return { status: "read", document };
}

const KINDS = ["path", "asset", "not-applicable"] as const;

/** Exactly one of the three, so that nobody has to guess which one counts. */
const oneKind = z.superRefine<object>(
  (artifact, { issues }) => {
    const [first, second] = KINDS.filter((kind) => Object.hasOwn(artifact, kind));
    const expected = `exactly one of ${KINDS.join(", ")}`;
    if (first === undefined) {
      const remedy = "Say where it is, or why there is none.";
      issues.push({
        code: "custom",
        input: undefined,
        path: ["path"],
        params: { expected, remedy },
      });
    } else if (second !== undefined) {
      const remedy = `Keep ${first} or ${second}; a category can have several artifacts.`;
      const input = `beside ${first}`;
      issues.push({ code: "custom", input, path: [second], params: { expected, remedy } });
    }
    if (!Object.hasOwn(artifact, "sha256") || Object.hasOwn(artifact, "asset")) return;
    const params = {
      expected: "a digest only beside an asset",
      remedy: "Remove it: what lies in the repository has its blob id.",
    };
    issues.push({ code: "custom", input: "given", path: ["sha256"], params });
  },
  { when: ({ value }) => typeof value === "object" && value !== null },
);

const assetName = scalar(
  "the name of a file of the release",
  "Write the file's name alone, such as shop.cdx.json.",
  (written) => {
    const isName = /^[^\s/\\]+$/.test(written) && written !== "." && written !== "..";
    return isName && text.safeParse(written).success ? written : undefined;
  },
);

const sha256 = scalar(
  "a SHA-256 digest: 64 hexadecimal digits",
  "Run `sha256sum` on the file.",
  (written) => {
    const digest = written.toLowerCase();
    return /^[0-9a-f]{64}$/.test(digest) ? digest : undefined;
  },
);

const SHAPE = {
  location: text,
  access: text,
  "retain-for": duration,
  artifacts: z
    .array(
      z
        .strictObject({
          category: text,
          path: repositoryPath.optional(),
          asset: assetName.optional(),
          sha256: sha256.optional(),
          "not-applicable": textOfLength(10).optional(),
        })
        .check(oneKind)
        .transform(({ "not-applicable": notApplicable, ...rest }) => ({
          ...rest,
          ...(notApplicable === undefined ? {} : { notApplicable }),
        })),
    )
    .min(1),
};

import { z } from "zod";
import type { FileEntry } from "../domain/index.ts";

/** The largest document that is read, in bytes; `Blob.text` is cut there too. */
export const LARGEST_DOCUMENT = 512_000;

/** What lies at a path: enough to tell a file from a link, a submodule and a directory. */
export const ENTRY = `fragment Entry on TreeEntry{oid mode type}`;

/** The same with the text of a file. */
export const TEXT = `fragment Text on TreeEntry{oid mode type object{__typename ...on Blob{byteSize isBinary isTruncated text}}}`;

export const entrySchema = z
  .object({ oid: z.string(), mode: z.number(), type: z.string() })
  .nullable();

export const textEntrySchema = z
  .object({
    oid: z.string(),
    mode: z.number(),
    type: z.string(),
    object: z
      .object({
        __typename: z.string(),
        byteSize: z.number().optional(),
        isBinary: z.boolean().nullish(),
        isTruncated: z.boolean().optional(),
        text: z.string().nullish(),
      })
      .nullish(),
  })
  .nullable();

/** Git's file modes as GitHub gives them: the octal number's value. */
const SYMLINK = 0o120000;

/** What lies at a path, without its text. Null is GitHub's word for nothing there. */
export function entryOf(answer: z.infer<typeof entrySchema>): FileEntry {
  if (answer === null) return { kind: "missing" };
  return notAFile(answer) ?? { kind: "file", oid: answer.oid };
}

/** What lies at a path, with its text; `unreadable` where the text is not wholly there. */
export function textEntryOf(answer: z.infer<typeof textEntrySchema>): FileEntry {
  if (answer === null) return { kind: "missing" };
  return notAFile(answer) ?? withText(answer.oid, answer.object ?? null);
}

function notAFile(answer: { readonly mode: number; readonly type: string }): FileEntry | null {
  if (answer.type === "commit") return { kind: "not-a-file", what: "submodule" };
  if (answer.type === "tree") return { kind: "not-a-file", what: "directory" };
  if (answer.mode === SYMLINK) return { kind: "not-a-file", what: "symlink" };
  return null;
}

function withText(
  oid: string,
  blob: NonNullable<z.infer<typeof textEntrySchema>>["object"] | null,
): FileEntry {
  const no = (reason: string): FileEntry => ({ kind: "unreadable", oid, reason });
  if (blob?.__typename !== "Blob") return no("GitHub did not give the file's text.");
  if (blob.isBinary === true) return no("The file is not text.");
  if (blob.isTruncated !== false || (blob.byteSize ?? Infinity) > LARGEST_DOCUMENT)
    return no(`The file is larger than ${LARGEST_DOCUMENT.toLocaleString("en")} bytes.`);
  if (typeof blob.text !== "string") return no("GitHub did not give the file's text.");
  if (!isUtf8(blob.text, blob.byteSize ?? 0)) return no("The file is not encoded in UTF-8.");
  return { kind: "file", oid, text: blob.text };
}

const BYTE_ORDER_MARK = 3;

/**
 * Whether the text is what the file's bytes say. GitHub guesses at the encoding of a file that is
 * no UTF-8: it puts U+FFFD, or answers a text of another length.
 */
function isUtf8(text: string, byteSize: number): boolean {
  const length = Buffer.byteLength(text, "utf8");
  return !text.includes("\uFFFD") && (length === byteSize || length + BYTE_ORDER_MARK === byteSize);
}

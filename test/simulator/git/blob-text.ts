/** GraphQL cuts the text of a blob here. https://docs.github.com/en/graphql/reference/objects#blob */
const TEXT_LIMIT = 512_000;

/** How GraphQL shows a blob's bytes. */
export interface BlobText {
  readonly byteSize: number;
  readonly isBinary: boolean;
  readonly isTruncated: boolean;
  readonly text: string | null;
}

/**
 * A blob as GraphQL's `Blob` shows it: no text for binary content (a NUL byte early on, which is
 * Git's own test), text cut at 512,000 bytes, and bytes that are not UTF-8 taken for another
 * encoding, so that a reader gets well-formed text whose bytes are not those of the file.
 */
export function blobText(content: Buffer): BlobText {
  const isBinary = content.subarray(0, 8000).includes(0);
  const isTruncated = content.length > TEXT_LIMIT;
  const shape = { byteSize: content.length, isBinary, isTruncated };
  if (isBinary) return { ...shape, text: null };
  return { ...shape, text: decode(content.subarray(0, TEXT_LIMIT)) };
}

function decode(bytes: Buffer): string {
  try {
    // `stream` lets a character that the cut divided end the text without an error.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, {
      stream: true,
    });
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

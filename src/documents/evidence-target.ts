import type { EvidenceLink } from "../domain/documents.ts";

/**
 * What a link of a document leads to. A file's path is taken from the document's folder,
 * percent-decoded, and without anchor. Everything but a file of the repository and an https
 * address is `unusable`, with the reason in a sentence.
 */
export function evidenceLink(documentPath: string, target: string, line: number): EvidenceLink {
  const unusable = (why: string): EvidenceLink => ({ kind: "unusable", target, why, line });
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(target)?.[1]?.toLowerCase();
  if (scheme === "https") {
    return isWholeAddress(target)
      ? { kind: "https", url: target, line }
      : unusable("The address is not complete.");
  }
  if (scheme !== undefined) {
    return unusable("Only files of the repository and https addresses count as evidence.");
  }
  if (target.startsWith("//")) return unusable("The address does not begin with https://.");
  if (target.startsWith("/")) {
    return unusable("The path begins with /; write it relative to the document.");
  }

  const written = target.replace(/[?#].*$/s, "");
  if (written === "") return unusable("The link leads to the document itself.");
  const decoded = percentDecoded(written);
  if (decoded === null) return unusable("The path has a % that encodes nothing.");
  if (/[\\\p{Cc}\uFFFD]/u.test(decoded)) {
    return unusable("The path has a backslash or a character that no path has.");
  }
  const path = resolved(documentPath, decoded);
  if (path === null) return unusable("The path leads out of the repository.");
  if (path === "") return unusable("The path leads to the whole repository.");
  if (path === documentPath) return unusable("The link leads to the document itself.");
  return { kind: "file", path, line };
}

function isWholeAddress(target: string): boolean {
  return /^https:\/\/[^/\s]/i.test(target) && target.length <= 2048 && URL.canParse(target);
}

function percentDecoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

/** From the repository's root; null when it leads out of it. */
function resolved(documentPath: string, relative: string): string | null {
  const parts = documentPath.split("/").slice(0, -1);
  for (const part of relative.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}

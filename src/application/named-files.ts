import { readSbom, readVex } from "../documents/index.ts";
import type { DocumentReading, Evidence, Policy, Sbom, Vex } from "../domain/index.ts";
import { documentOnce } from "./document-once.ts";
import { placesOf } from "./places.ts";
import type { EvidenceSource, Snapshot } from "./ports.ts";

/** The VEX documents at the candidate's commit. A glob that matches nothing is missing, not empty. */
export function vexOf(
  { files, listings }: Pick<Evidence, "files" | "listings">,
  policy: Policy,
): readonly DocumentReading<Vex>[] {
  const { paths, lacking } = placesOf(policy.documents.vex, listings);
  return [...paths.map((path) => documentOnce(readVex, path, files[path])), ...lacking];
}

/** The lists of components at the candidate's commit, in the same way. */
export function sbomOf(
  { files, listings }: Pick<Evidence, "files" | "listings">,
  policy: Policy,
): readonly DocumentReading<Sbom>[] {
  const { paths, lacking } = placesOf(policy.documents.sbom, listings);
  return [...paths.map((path) => documentOnce(readSbom, path, files[path])), ...lacking];
}

/** The snapshot with the texts of both, where globs match them: known only once a commit was read. */
export async function withNamedFiles<S extends Snapshot>(
  source: EvidenceSource<S>,
  snapshot: S,
  { documents: { vex, sbom } }: Policy,
): Promise<S> {
  const { candidate, files, listings } = snapshot;
  const wanted = placesOf([...vex, ...sbom], listings).paths.filter((path) => {
    const entry = files[path];
    return entry === undefined || (entry.kind === "file" && entry.text === undefined);
  });
  if (wanted.length === 0) return snapshot;
  const texts = await source.files(candidate.commit, wanted, { withText: true });
  return { ...snapshot, files: { ...files, ...texts } };
}

import type { PolicySource } from "../domain/index.ts";
import { readYaml } from "../text/index.ts";
import { extended } from "./settings/general.ts";

/** Nothing of the context matters for what this key may say. */
const ANYWHERE = { owner: "", sections: [] };

/**
 * The repository (`OWNER/REPO`) whose policy this one wants below itself; null where it names none,
 * and where its text says nothing that can be used. Everything else in the text may be wrong.
 */
export function extendedBy({ path, entry }: PolicySource): string | null {
  if (entry.kind !== "file" || entry.text?.includes(extended.path) !== true) return null;
  const written = readYaml(path, entry.text).value?.[extended.path];
  const read = extended.schema(ANYWHERE).safeParse(written);
  return read.success ? read.data : null;
}

import type { Location } from "./decision.ts";
import type { DocumentReading } from "./documents.ts";
import type { Instant } from "./time.ts";
import { isPlainlyAnother } from "./vex-products.ts";

/** Whether a vulnerability concerns a product, in the four words of VEX. */
export type VexStatus = "not-affected" | "affected" | "fixed" | "under-investigation";

/** What somebody says about one vulnerability in some products. */
export interface VexStatement {
  /** Where it stands in the document. */
  readonly field: string;
  /** Every name of the vulnerability (CVE, GHSA, …), in capitals. */
  readonly ids: readonly string[];
  readonly products: readonly string[];
  readonly status: VexStatus;
  /** A label of VEX, or words; null where none is given. */
  readonly justification: string | null;
  /** Since when it is said. */
  readonly since: Instant;
}

/** A Vulnerability Exploitability eXchange document. Absent where any part of it is in doubt. */
export interface Vex {
  readonly statements: readonly VexStatement[];
}

/** Why a vulnerability does not concern the product, and where that is said. */
export interface NotAffected {
  readonly id: string;
  readonly justification: string;
  readonly path: string;
  readonly line: number;
}

/**
 * Whether these documents say, with a justification, that no product of theirs is affected by a
 * vulnerability of one of these names, and one of the products may be this repository's. Of several statements about a product the latest counts; of two
 * of the same time the one that excuses nothing. While one document cannot be read, or has a problem,
 * none counts: it may hold a later statement.
 */
export function notAffected(
  vex: readonly DocumentReading<Vex>[],
  ids: readonly string[],
  repository: string,
): NotAffected | null {
  const wanted = ids.map((id) => id.toUpperCase());
  const latest = new Map<string, readonly Said[]>();
  for (const reading of vex) {
    if (reading.status !== "read" || reading.document.fields.statements === undefined) return null;
    const { path, lines, fields } = reading.document;
    for (const statement of fields.statements ?? []) {
      const id = statement.ids.find((one) => wanted.includes(one));
      if (id === undefined) continue;
      for (const product of statement.products) {
        const line = lines.get(statement.field) ?? 1;
        const said: Said = { ...statement, id, path, line, product };
        const others = latest.get(product) ?? [];
        const since = others[0]?.since ?? "";
        if (said.since > since) latest.set(product, [said]);
        else if (said.since === since) latest.set(product, [...others, said]);
      }
    }
  }
  const last = [...latest.values()].flat().filter(({ status }) => status !== "fixed");
  for (const { status, justification } of last) {
    if (status !== "not-affected" || justification === null) return null;
  }
  // Who makes a component says nothing of what others make with it.
  const first = last.find(({ product }) => !isPlainlyAnother(product, repository));
  const justification = first?.justification ?? null;
  if (first === undefined || justification === null) return null;
  return { id: first.id, justification, path: first.path, line: first.line };
}

/** What is said of other products alone, with the first of them: it excuses nothing here. */
export function ofOthers(
  vex: readonly DocumentReading<Vex>[],
  repository: string,
): readonly (Location & { readonly product: string })[] {
  return vex.flatMap((reading) => {
    if (reading.status !== "read") return [];
    const { path, lines, fields } = reading.document;
    return (fields.statements ?? []).flatMap(({ field, status, products }) => {
      const [product] = products;
      if (status !== "not-affected" || product === undefined) return [];
      if (!products.every((each) => isPlainlyAnother(each, repository))) return [];
      return [{ path, line: lines.get(field) ?? 1, product }];
    });
  });
}

type Said = VexStatement & {
  readonly id: string;
  readonly path: string;
  readonly line: number;
  readonly product: string;
};

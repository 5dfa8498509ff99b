import type { VexStatement, VexStatus } from "../domain/index.ts";
import { fieldPath, type YamlMapping, type YamlValue } from "../text/index.ts";
import { elements, isMapping, list, wrong, type Told } from "./data-map-values.ts";
import { JUSTIFICATIONS, momentIn, nameIn, namesIn, reasonIn } from "./vex-values.ts";

/** The statements of an OpenVEX document: https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md */
export function readOpenVex(told: Told, value: YamlMapping): readonly VexStatement[] {
  const issued = momentIn(told, "timestamp", value["timestamp"]);
  return elements(told, "statements", value["statements"]).flatMap(
    ({ at, value: statement }): readonly VexStatement[] => {
      const ids = vulnerabilityIn(told, fieldPath(at, "vulnerability"), statement["vulnerability"]);
      const products = productsIn(told, fieldPath(at, "products"), statement["products"]);
      const own = statement["timestamp"];
      const since = own === undefined ? issued : momentIn(told, fieldPath(at, "timestamp"), own);
      const status = statusIn(told, fieldPath(at, "status"), statement["status"]);
      if (ids.length === 0 || since === null || status === null) return [];
      const justification = justificationIn(told, at, statement);
      return [{ field: at, ids, products, status, justification, since }];
    },
  );
}

const STATUSES: Readonly<Record<string, VexStatus>> = {
  not_affected: "not-affected",
  affected: "affected",
  fixed: "fixed",
  under_investigation: "under-investigation",
};

function statusIn(told: Told, field: string, value: YamlValue | undefined): VexStatus | null {
  const status =
    typeof value === "string" && Object.hasOwn(STATUSES, value) ? STATUSES[value] : undefined;
  if (status !== undefined) return status;
  const expected = "not_affected, affected, fixed or under_investigation";
  wrong(told, field, value, expected, "Write one of them.");
  return null;
}

/** Earliest versions have the name alone. */
function vulnerabilityIn(
  told: Told,
  field: string,
  value: YamlValue | undefined,
): readonly string[] {
  if (!isMapping(value)) return (nameIn(told, field, value) ?? "").toUpperCase().match(/.+/g) ?? [];
  const name = nameIn(told, fieldPath(field, "name"), value["name"]);
  const all = [...(name === null ? [] : [name]), ...namesIn(told, field, value, "aliases")];
  return [...new Set(all.map((one) => one.toUpperCase()))];
}

/** Ours is none of those documents that get their products from one around them. */
function productsIn(told: Told, field: string, value: YamlValue | undefined): readonly string[] {
  const products = list(told, field, value).flatMap((product, index) => {
    const at = fieldPath(field, String(index));
    if (!isMapping(product)) return nameIn(told, at, product) ?? [];
    const { "@id": id, identifiers } = product;
    const purl = isMapping(identifiers) ? identifiers["purl"] : undefined;
    return nameIn(told, fieldPath(at, "@id"), id ?? purl) ?? [];
  });
  if (Array.isArray(value) && value.length === 0) {
    wrong(told, field, value, "a list of products", "Name the product.");
  }
  return products;
}

function justificationIn(told: Told, at: string, statement: YamlMapping): string | null {
  const { justification, impact_statement: impact } = statement;
  if (justification === undefined) return reasonIn(impact);
  if (typeof justification === "string" && JUSTIFICATIONS.includes(justification)) {
    return justification;
  }
  const field = fieldPath(at, "justification");
  wrong(told, field, justification, "a label of VEX", `Write one of ${JUSTIFICATIONS.join(", ")}.`);
  return null;
}

import type { Instant, VexStatement, VexStatus } from "../domain/index.ts";
import { fieldPath, type YamlMapping } from "../text/index.ts";
import { elements, isMapping, wrong, type Told } from "./data-map-values.ts";
import { JUSTIFICATIONS, momentIn, nameIn, namesIn, reasonIn } from "./vex-values.ts";

/**
 * The statements of a CSAF 2 document with the VEX profile:
 * https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html#45-profile-5-vex
 */
export function readCsaf(
  told: Told,
  value: YamlMapping,
  document: YamlMapping,
): readonly VexStatement[] {
  const since = issuedAt(told, document);
  const groups = groupsIn(told, value);
  const found = elements(told, "vulnerabilities", value["vulnerabilities"]);
  return since === null
    ? []
    : found.flatMap(({ at, value: vulnerability }) => {
        const ids = idsIn(told, at, vulnerability);
        const reasons = reasonsIn(told, at, vulnerability, groups);
        return statementsOf(told, at, vulnerability).map(({ product, status }): VexStatement => {
          const justification = reasons.get(product) ?? null;
          return { field: at, ids, products: [product], status, justification, since };
        });
      });
}

function issuedAt(told: Told, document: YamlMapping): Instant | null {
  const { category, csaf_version: version, tracking } = document;
  if (category !== "csaf_vex") {
    wrong(told, "document.category", category, "csaf_vex", "Use the VEX profile of CSAF.");
  }
  if (typeof version !== "string" || !/^2\.[01]$/.test(version)) {
    wrong(told, "document.csaf_version", version, "2.0 or 2.1", "Write it as CSAF 2.");
  }
  const track = isMapping(tracking) ? tracking : {};
  const { status, current_release_date: released } = track;
  if (status !== "final" && status !== "interim") {
    const remedy = "Release the document; a draft says nothing yet.";
    wrong(told, "document.tracking.status", status, "final or interim", remedy);
  }
  return momentIn(told, "document.tracking.current_release_date", released);
}

type Groups = ReadonlyMap<string, readonly string[]>;

function groupsIn(told: Told, value: YamlMapping): Groups {
  const tree = value["product_tree"];
  const written = isMapping(tree) ? tree["product_groups"] : undefined;
  if (written === undefined) return new Map();
  return new Map(
    elements(told, "product_tree.product_groups", written).flatMap(({ at, value: group }) => {
      const id = nameIn(told, fieldPath(at, "group_id"), group["group_id"]);
      return id === null ? [] : [[id, namesIn(told, at, group, "product_ids")] as const];
    }),
  );
}

function idsIn(told: Told, at: string, vulnerability: YamlMapping): readonly string[] {
  const { cve, ids } = vulnerability;
  const other = ids === undefined ? [] : elements(told, fieldPath(at, "ids"), ids);
  const names = [
    ...(cve === undefined && other.length > 0 ? [] : [nameIn(told, fieldPath(at, "cve"), cve)]),
    ...other.map(({ at: one, value }) => nameIn(told, fieldPath(one, "text"), value["text"])),
  ];
  return names.flatMap((name) => name?.toUpperCase() ?? []);
}

const STATUSES: readonly (readonly [key: string, status: VexStatus])[] = [
  ["known_not_affected", "not-affected"],
  ["known_affected", "affected"],
  ["first_affected", "affected"],
  ["last_affected", "affected"],
  ["under_investigation", "under-investigation"],
  ["fixed", "fixed"],
  ["first_fixed", "fixed"],
];

function statementsOf(told: Told, at: string, { product_status: status }: YamlMapping) {
  const field = fieldPath(at, "product_status");
  if (!isMapping(status)) {
    wrong(told, field, status, "keys with values", "Say which products are affected.");
    return [];
  }
  return STATUSES.flatMap(([key, meaning]) =>
    namesIn(told, field, status, key).map((product) => ({ product, status: meaning })),
  );
}

/** Why products are not affected, by product: a flag with a label, or words about the impact. */
function reasonsIn(
  told: Told,
  at: string,
  { flags, threats }: YamlMapping,
  groups: Groups,
): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  const note = (one: { readonly at: string; readonly value: YamlMapping }, why: string | null) => {
    const named = namesIn(told, one.at, one.value, "group_ids");
    const products = [
      ...namesIn(told, one.at, one.value, "product_ids"),
      ...named.flatMap((group) => groups.get(group) ?? []),
    ];
    if (why !== null) for (const product of products) reasons.set(product, why);
  };
  const impacts = threats === undefined ? [] : elements(told, fieldPath(at, "threats"), threats);
  for (const threat of impacts) {
    if (threat.value["category"] === "impact") note(threat, reasonIn(threat.value["details"]));
  }
  for (const flag of flags === undefined ? [] : elements(told, fieldPath(at, "flags"), flags)) {
    const label = flag.value["label"];
    const isKnown = typeof label === "string" && JUSTIFICATIONS.includes(label);
    note(flag, isKnown ? label : null);
    if (isKnown) continue;
    const remedy = `Write one of ${JUSTIFICATIONS.join(", ")}.`;
    wrong(told, fieldPath(flag.at, "label"), label, "a label of VEX", remedy);
  }
  return reasons;
}

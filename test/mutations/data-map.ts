import { DATA_MAP, inFile, type Mutation } from "./mutation.ts";

const map = inFile(DATA_MAP);
const NEW = "data-minimisation.new-data";

/** One more declaration, in which everything is said but what a row takes away. */
const declaration = (lines: string) =>
  map(
    "      - name: Prevent fraud",
    `      - name: Advertise\n${lines}      - name: Prevent fraud`,
  );

// One row, one line.
// prettier-ignore
export const DATA_MAP_ROWS: readonly Mutation[] = [
  ["reviewed: removed", map("reviewed: 2026-11-01\n", ""), "data-minimisation.data-map unsatisfied"],
  ["reviewed: empty", map("reviewed: 2026-11-01", "reviewed:"), "data-minimisation.data-map unsatisfied"],
  ["reviewed: a placeholder", map("reviewed: 2026-11-01", "reviewed: TODO"), "data-minimisation.data-map unsatisfied"],
  ["reviewed: too long ago", map("reviewed: 2026-11-01", "reviewed: 2026-05-23"), "data-minimisation.data-map unsatisfied"],
  ["reviewed: tomorrow", map("reviewed: 2026-11-01", "reviewed: 2026-11-21"), "data-minimisation.data-map unsatisfied"],
  ["an unknown key", map("reviewed: 2026-11-01", "reviewed: 2026-11-01\nowner: kari"), "data-minimisation.data-map unsatisfied"],
  ["a key spelt otherwise", map("retention_period: 30d", "retention_periode: 30d"), "data-minimisation.data-map unsatisfied, data-minimisation.lawful unsatisfied"],
  ["without personal data: removed", map("without-personal-data: Browsing, search and the basket need no personal data; ordering needs no account.\n", ""), "data-minimisation.without-personal-data unsatisfied"],
  ["without personal data: empty", map("without-personal-data: Browsing, search and the basket need no personal data; ordering needs no account.", "without-personal-data:"), "data-minimisation.without-personal-data unsatisfied"],
  ["without personal data: a placeholder", map("Browsing, search and the basket need no personal data; ordering needs no account.", "TBD"), "data-minimisation.without-personal-data unsatisfied"],
  ["without personal data: a list", map("Browsing, search and the basket need no personal data; ordering needs no account.", "[browsing]"), "data-minimisation.without-personal-data unsatisfied"],
  ["systems: another key", map("system:\n", "dataset:\n"), "data-minimisation.data-map unsatisfied"],
  ["systems: a text", map("system:\n  - fides_key", "system: shop\ndataset:\n  - fides_key"), "data-minimisation.data-map unsatisfied"],
  ["declarations: a text", map("    privacy_declarations:\n", "    privacy_declarations: none\n    x:\n"), "data-minimisation.data-map unsatisfied"],
  ["categories: empty list", map("data_categories: [user.device.ip_address]", "data_categories: []"), "data-minimisation.data-map unsatisfied"],
  ["categories: removed", map("        data_categories: [user.device.ip_address]\n", ""), "data-minimisation.data-map unsatisfied"],
  ["categories: not of the taxonomy", map("user.device.ip_address", "user.device.ip"), `data-minimisation.data-map unsatisfied`],
  ["categories: a placeholder", map("[user.device.ip_address]", "[\"{{category}}\"]"), "data-minimisation.data-map unsatisfied"],
  ["categories: a sentence", map("[user.device.ip_address]", "[the address of the device]"), "data-minimisation.data-map unsatisfied"],
  ["use: removed", map("        data_use: essential.fraud_detection\n", ""), "data-minimisation.data-map unsatisfied"],
  ["use: empty", map("data_use: essential.fraud_detection", "data_use:"), "data-minimisation.data-map unsatisfied"],
  ["use: not of the taxonomy", map("essential.fraud_detection", "essential.fraud"), "data-minimisation.data-map unsatisfied"],
  ["use: a list", map("data_use: essential.service\n", "data_use: [essential.service]\n"), "data-minimisation.data-map unsatisfied"],
  ["subjects: not of the taxonomy", map("data_use: essential.service\n        data_subjects: [customer]", "data_use: essential.service\n        data_subjects: [shopper]"), "data-minimisation.data-map unsatisfied"],
  ["subjects: empty list", map("data_use: essential.service\n        data_subjects: [customer]", "data_use: essential.service\n        data_subjects: []"), "data-minimisation.data-map unsatisfied"],
  ["legal basis: removed", map("        legal_basis_for_processing: Contract\n", ""), "data-minimisation.lawful unsatisfied"],
  ["legal basis: empty", map("legal_basis_for_processing: Contract", "legal_basis_for_processing:"), "data-minimisation.lawful unsatisfied"],
  ["legal basis: none of the six", map("legal_basis_for_processing: Contract", "legal_basis_for_processing: Habit"), "data-minimisation.lawful unsatisfied"],
  ["legal basis: a placeholder", map("legal_basis_for_processing: Contract", "legal_basis_for_processing: \"{{one of six}}\""), "data-minimisation.lawful unsatisfied"],
  ["legal basis: a list", map("legal_basis_for_processing: Contract", "legal_basis_for_processing: [Contract]"), "data-minimisation.lawful unsatisfied"],
  ["legal basis: consent, which cannot be withdrawn", map("legal_basis_for_processing: Contract", "legal_basis_for_processing: Consent"), "data-rights.withdrawal unsatisfied"],
  ["retention: removed", map("        retention_period: 30d\n", ""), "data-minimisation.lawful unsatisfied"],
  ["retention: empty", map("retention_period: 30d", "retention_period:"), "data-minimisation.lawful unsatisfied"],
  ["retention: a placeholder", map("retention_period: 30d", "retention_period: TODO"), "data-minimisation.lawful unsatisfied"],
  ["necessity: removed", map("        necessity: A parcel cannot be delivered, nor its delivery announced, without them.\n", ""), "data-minimisation.necessary unsatisfied"],
  ["necessity: empty", map("necessity: A parcel cannot be delivered, nor its delivery announced, without them.", "necessity:"), "data-minimisation.necessary unsatisfied"],
  ["necessity: questioned", map("A parcel cannot be delivered, nor its delivery announced, without them.", "questioned"), "data-minimisation.necessary unsatisfied"],
  ["necessity: a placeholder", map("A parcel cannot be delivered, nor its delivery announced, without them.", "lorem ipsum"), "data-minimisation.necessary unsatisfied"],
  ["a declaration added: without necessity", declaration("        data_categories: [user.name]\n        data_use: essential.service\n        data_subjects: [customer]\n        legal_basis_for_processing: Contract\n        retention_period: 1y\n"), "data-minimisation.necessary unsatisfied"],
  ["a declaration added: without legal basis", declaration("        data_categories: [user.name]\n        data_use: essential.service\n        data_subjects: [customer]\n        retention_period: 1y\n        necessity: Nobody reads it otherwise.\n"), "data-minimisation.lawful unsatisfied"],
  ["a declaration added: without categories", declaration("        data_use: essential.service\n        data_subjects: [customer]\n        legal_basis_for_processing: Contract\n        retention_period: 1y\n        necessity: Nobody reads it otherwise.\n"), "data-minimisation.data-map unsatisfied"],
  ["a declaration added: only a name", declaration(""), "data-minimisation.data-map unsatisfied, data-minimisation.lawful unsatisfied, data-minimisation.necessary unsatisfied"],
  ["new data: a category, and the DPO did not approve", [...map("[user.device.ip_address]", "[user.device.ip_address, user.financial]"), { at: "/reviews/value/3", remove: true }], `${NEW} waiting, dpo-approval.given waiting, dpo-approval.independent not-applicable, dpo-approval.distinct not-applicable`],
  ["new data: a longer retention, and the DPO did not approve", [...map("retention_period: 30d", "retention_period: 2y"), { at: "/reviews/value/3", remove: true }], `${NEW} waiting, dpo-approval.given waiting, dpo-approval.independent not-applicable, dpo-approval.distinct not-applicable`],
  ["own key: no parent", map("system:\n", "custom: { data_categories: [{ key: user.loyalty }] }\nsystem:\n"), "data-minimisation.data-map unsatisfied"],
  ["own key: a parent that is not there", map("system:\n", "custom: { data_categories: [{ key: user.loyalty, parent: user.habits }] }\nsystem:\n"), "data-minimisation.data-map unsatisfied"],
  ["own key: of no kind", map("system:\n", "custom: { data_colours: [{ key: red }] }\nsystem:\n"), "data-minimisation.data-map unsatisfied"],
];

import type { Case } from "./case.ts";
import type { Checklist } from "./checklists.ts";
import type { Exception } from "./decision.ts";
import type { ChecklistItem, Document, EvidenceLink } from "./documents.ts";
import { inCandidate } from "./exceptions.ts";
import { lies } from "./files.ts";
import { inDocument } from "./reading.ts";
import {
  notApplicable,
  satisfied,
  unknown,
  unsatisfied,
  type Requirement,
  type Result,
} from "./requirement.ts";

/** A reason has to say something. */
const SHORTEST_REASON = 10;

/** One requirement an item, the team's own items after the catalogue's. */
export function itemRequirements(list: Checklist, c: Case): readonly Requirement[] {
  const own = c.policy.checklists[list.gate] ?? [];
  return [
    ...list.items.map((id): Requirement => ({ id, check: (it) => checklistItem(list, id, it) })),
    ...own.map(({ id, text }): Requirement => ({
      id,
      check: (it) => withRemedy(checklistItem(list, id, it), it),
      source: { document: "policy", clause: text },
    })),
  ];
}

/** The team's own items are mended as the catalogue's are, though no catalogue knows them. */
function withRemedy(results: Result | readonly Result[], { catalogue }: Case): readonly Result[] {
  const items = catalogue.gates.flatMap(({ requirements }) => requirements);
  const remedy = items.find(({ item }) => item)?.remedy;
  return [results].flat().map((each) => (remedy === undefined ? each : { remedy, ...each }));
}

/** One item: it is there, and ticked with evidence that exists, or not applicable for a reason. */
export function checklistItem(list: Checklist, id: string, c: Case): Result | readonly Result[] {
  return inDocument(list.document(c), list.name, (document) => {
    const full = `${list.gate}.${id}`;
    const entries = document.items.filter((entry) => entry.id === full);
    if (entries.length === 0) {
      return unsatisfied(`The item \`${full}\` is not in the ${list.name}.`, {
        locations: [{ path: document.path, line: 1 }],
      });
    }
    const results = entries.flatMap((entry) => answer(entry, document, c));
    const failing = results.filter(
      ({ outcome }) => outcome !== "satisfied" && outcome !== "not-applicable",
    );
    return failing.length > 0 ? failing : results.slice(0, 1);
  });
}

function answer(entry: ChecklistItem, document: Document<unknown>, c: Case): readonly Result[] {
  const locations = [{ path: document.path, line: entry.line }];
  if (entry.checked) return evidenced(entry, document, c);
  const reason = entry.notApplicable;
  if (reason === null) {
    return [
      unsatisfied(`\`${entry.id}\` is neither ticked nor marked as not applicable.`, { locations }),
    ];
  }
  return reason.length < SHORTEST_REASON
    ? [
        unsatisfied(`\`${entry.id}\` is not applicable, but the reason says too little.`, {
          locations,
        }),
      ]
    : [
        notApplicable(`Not applicable: ${reason}`, {
          locations,
          exceptions: [asItem(entry, reason, document, c)],
        }),
      ];
}

function asItem(
  { id, line }: ChecklistItem,
  reason: string,
  { path }: Document<unknown>,
  c: Case,
): Exception {
  const source = inCandidate({ path, line }, c);
  return { kind: "item", what: id, who: null, reason, until: null, source };
}

function evidenced(entry: ChecklistItem, document: Document<unknown>, c: Case): readonly Result[] {
  const locations = [{ path: document.path, line: entry.line }];
  if (entry.evidence.length === 0) {
    return [unsatisfied(`\`${entry.id}\` is ticked, but links no evidence.`, { locations })];
  }
  const broken = entry.evidence.flatMap((link) => whatIsWrong(link, entry, document, c));
  if (broken.length > 0) return broken;
  const files = entry.evidence.map((link) => (link.kind === "https" ? link.url : pathOf(link)));
  return [satisfied(`Done; evidence: ${files.join(", ")}.`, { locations })];
}

function whatIsWrong(
  link: EvidenceLink,
  entry: ChecklistItem,
  document: Document<unknown>,
  c: Case,
): readonly Result[] {
  const locations = [{ path: document.path, line: link.line }];
  if (link.kind === "https") return [];
  if (link.kind === "unusable") {
    return [
      unsatisfied(`The evidence of \`${entry.id}\` cannot be used: ${link.target}: ${link.why}`, {
        locations,
      }),
    ];
  }
  const found = lies(c.evidence.files, link.path);
  if (found.is === "there") return [];
  return found.is === "unknown"
    ? [
        unknown(`Could not tell whether the evidence \`${link.path}\` exists: ${found.why}`, {
          locations,
        }),
      ]
    : [
        unsatisfied(`The evidence of \`${entry.id}\`, \`${link.path}\`, ${found.why}.`, {
          locations,
        }),
      ];
}

function pathOf(link: Exclude<EvidenceLink, { kind: "https" }>): string {
  return link.kind === "file" ? link.path : link.target;
}

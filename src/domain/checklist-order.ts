import type { Case } from "./case.ts";
import { CHECKLISTS, type Checklist } from "./checklists.ts";
import type { ChecklistItem, Document } from "./documents.ts";
import { once } from "./once.ts";
import { inDocument } from "./reading.ts";
import { satisfied, unsatisfied, type Result } from "./requirement.ts";

/**
 * The requirement `<gate>.checklist`: no unknown or repeated item. Where several checklists share a
 * document, each answers for the ids with its gate's name; the first of them for all other ids.
 */
export function checklistInOrder(list: Checklist, c: Case): Result | readonly Result[] {
  return inDocument(list.document(c), list.name, (document) => {
    const own = document.items.filter(answeredBy(list, c));
    const owners = ownersOf(c);
    const seen = new Map<string, ChecklistItem>();
    const wrong = own.flatMap((item): Result[] => {
      const unknown = whyUnknown(item, list, document, owners.get(item.id));
      if (unknown !== null) return [unknown];
      const first = seen.get(item.id);
      seen.set(item.id, first ?? item);
      return first === undefined ? [] : [repeated(item, first, document)];
    });
    if (wrong.length > 0) return wrong;
    return satisfied(`All ${own.length} items are known, and each stands once.`);
  });
}

/** Tells of an item whether this gate is the one that says what is wrong with its id. */
function answeredBy(list: Checklist, c: Case): (item: ChecklistItem) => boolean {
  const together = CHECKLISTS.filter(({ name }) => name === list.name);
  // A gate that is switched off says nothing.
  const first = together.find(({ gate }) => c.policy.gates[gate]?.enabled !== false);
  return ({ id }) => {
    const named = together.find(({ gate }) => id.startsWith(`${gate}.`));
    return list.gate === (named ?? first)?.gate;
  };
}

function whyUnknown(
  { id, line }: ChecklistItem,
  list: Checklist,
  document: Document<unknown>,
  owner: Checklist | undefined,
): Result | null {
  if (owner?.gate === list.gate) return null;
  if (owner !== undefined) {
    return unsatisfied(`\`${id}\` belongs to the ${owner.name}, not to the ${list.name}.`, {
      ...at(document, line),
      remedy: `Move the item to the ${owner.name}, or remove it if it stands there already.`,
    });
  }
  return unsatisfied(`\`${id}\` is no item of this checklist.`, {
    ...at(document, line),
    remedy: "Correct the id, or name the item under checklists in the policy.",
  });
}

function repeated(item: ChecklistItem, first: ChecklistItem, document: Document<unknown>): Result {
  return unsatisfied(
    `\`${item.id}\` stands twice: in line ${first.line} and line ${item.line}.`,
    at(document, item.line),
  );
}

/** The checklist of every id that may stand in one; of the first, should two have the same. */
function ownersOf(c: Case): ReadonlyMap<string, Checklist> {
  return once(c, "owners of items", () => {
    const owners = new Map<string, Checklist>();
    for (const list of CHECKLISTS)
      for (const id of idsOf(list, c)) owners.set(id, owners.get(id) ?? list);
    return owners;
  });
}

/** Every id that may stand in a checklist, with its gate. */
function idsOf({ gate, items, sometimes }: Checklist, c: Case): readonly string[] {
  const own = (c.policy.checklists[gate] ?? []).map(({ id }) => id);
  return [...items, ...sometimes, ...own].map((id) => `${gate}.${id}`);
}

function at({ path }: Document<unknown>, line: number) {
  return { locations: [{ path, line }] };
}

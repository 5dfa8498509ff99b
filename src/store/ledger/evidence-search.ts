import type { Kysely } from "kysely";
import {
  ordinaryWords,
  rewriteEvidence,
  type Knowledge,
  type Pseudonyms,
} from "../../application/index.ts";
import type { Evidence } from "../../domain/index.ts";
import type { Tables } from "../database/tables.ts";
import { pack, parse, unpackText } from "./packed-evidence.ts";

/** How much evidence is opened at once. */
const AT_ONCE = 20;

/** For whom evidence is gone through, and whether they are taken out of it. */
export interface SearchOptions {
  readonly names: Pseudonyms;
  readonly knowledge: Knowledge;
  readonly forget: boolean;
}

/** Evidence as it lies there; its digest tells whether somebody changed it since it was read. */
interface EvidenceRow {
  readonly id: number;
  readonly text_digest: string;
  readonly body: Uint8Array;
  readonly redacted: boolean;
}

/**
 * Goes through the evidence that is kept, in the order of its ids, from wherever it stopped before.
 * Each statement stands for itself: others have their turn between any two, and whatever was done
 * stays done. Several may go through the same evidence, each for another person.
 */
export class EvidenceSearch {
  /** Up to this id everything was gone through. */
  after = 0;
  /** The ids of the evidence in which somebody who is searched was found. */
  readonly found: number[] = [];
  /** How often an ordinary word was left, although it is a login too. */
  ordinary = 0;
  readonly #options: SearchOptions;

  constructor(options: SearchOptions) {
    this.#options = options;
  }

  /** Goes on, up to that id. */
  async goTo(db: Kysely<Tables>, upTo: number): Promise<void> {
    for (;;) {
      const rows = await db
        .selectFrom("evidence")
        .select(["id", "text_digest", "body", "redacted"])
        .where("id", ">", this.after)
        .where("id", "<=", upTo)
        .orderBy("id")
        .limit(AT_ONCE)
        .execute();
      for (const row of rows) {
        await this.#lookInto(db, row);
        this.after = row.id;
      }
      if (rows.length < AT_ONCE) return;
    }
  }

  /** Where it was changed since it was read, another was taken out of it: it is read once more. */
  async #lookInto(db: Kysely<Tables>, read: EvidenceRow): Promise<void> {
    for (let row: EvidenceRow | undefined = read; row !== undefined; row = await again(db, row)) {
      const rewritten = await this.#rewrite(row);
      if (rewritten === null) return;
      const { evidence, changed, left } = rewritten;
      if (changed && this.#options.forget && !(await replace(db, row, evidence))) continue;
      if (changed) this.found.push(row.id);
      this.ordinary += left;
      return;
    }
  }

  async #rewrite({ body, redacted }: EvidenceRow) {
    const { names, knowledge } = this.#options;
    const text = await unpackText(body);
    if (!mayName(text, names)) return null;
    const evidence = parse(text, "");
    const isOrdinary = ordinaryWords(evidence, knowledge);
    return rewriteEvidence(evidence, names, { isOrdinary, ids: true, escape: !redacted });
  }
}

function mayName(text: string, names: Pseudonyms): boolean {
  const lower = text.toLowerCase();
  return [...names.keys()].some((login) => lower.includes(login));
}

function again(db: Kysely<Tables>, { id }: EvidenceRow): Promise<EvidenceRow | undefined> {
  return db
    .selectFrom("evidence")
    .select(["id", "text_digest", "body", "redacted"])
    .where("id", "=", id)
    .executeTakeFirst();
}

/** Whether it is what it was when it was read, and so could be replaced. */
async function replace(
  db: Kysely<Tables>,
  { id, text_digest }: EvidenceRow,
  evidence: Evidence,
): Promise<boolean> {
  const packed = await pack(evidence);
  const { numUpdatedRows } = await db
    .updateTable("evidence")
    .set({ ...packed, redacted: true })
    .where("id", "=", id)
    .where("text_digest", "=", text_digest)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

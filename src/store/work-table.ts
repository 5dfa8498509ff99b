import { isDeepStrictEqual } from "node:util";
import { sql, type Kysely, type Transaction } from "kysely";
import { fromKysely, type JobInsert, type PgBoss, type Queue } from "pg-boss";
import { laneOf, mergeJobs, type Job } from "../application/index.ts";
import type { Tables } from "./database/tables.ts";

/** A job as it waits in pg-boss; `attempt` counts from 1. */
export interface Work {
  readonly job: Job;
  readonly attempt: number;
}

/** Work with its key, as `keyOf`: a later version's keeps what only that version knows to give it. */
export interface KeyedWork extends Work {
  readonly key: string;
}

/** Work that is to be done in so many milliseconds. */
export interface WorkToDo extends KeyedWork {
  readonly inMs: number;
}

/** What was begun, and which time: one that fell silent is begun again under the same id. */
export interface Claim {
  readonly id: string;
  readonly retryCount: number;
}

/** pg-boss's queue of everything that is to be looked at. */
export const QUEUE = "look";

/**
 * One job of a key runs at a time, wherever; what comes for it meanwhile waits, as one. A process
 * that dies falls silent, and its jobs are done again by another one. Jobs are never given up: how
 * they failed, and when they are tried again, is ours to say.
 */
export const QUEUE_OPTIONS = {
  policy: "key_strict_fifo",
  heartbeatSeconds: 10,
  expireInSeconds: 15 * 60,
  retryLimit: 1_000_000,
  retryDelay: 0,
  // What is decided is looked at again when its time has come, however far that is.
  retentionSeconds: 10 * 365 * 24 * 60 * 60,
} as const satisfies Omit<Queue, "name">;

/**
 * Whether anything waits that is due, in so many milliseconds, or only what was not tried yet. It may
 * not be free to be done; but where there is nothing, taking it, which costs ten times as much, can
 * be spared.
 */
export async function isDue(
  db: Kysely<Tables>,
  { inMs = 0, untried = false }: { readonly inMs?: number; readonly untried?: boolean } = {},
): Promise<boolean> {
  const { rows } = await sql`
    select from pgboss.job
    where name = ${QUEUE} and state < 'active' and not blocked
      and start_after <= now() + ${inMs} * interval '1 millisecond'
      and (not ${untried} or (data->>'attempt')::int = 1)
    limit 1`.execute(db);
  return rows.length > 0;
}

/**
 * Adds work within a transaction, and wakes who can do it. What waits for the same key already is
 * asked for once: as soon as either, and doing all that either asks. A burst's work is added with
 * few statements. What is left of work that was begun is older than all that waits; and of two, the
 * later one knows better.
 */
export async function addWork(
  boss: PgBoss,
  all: readonly WorkToDo[],
  transaction: Transaction<Tables>,
  age: "newest" | "oldest" = "newest",
): Promise<void> {
  if (all.length === 0) return;
  const byKey = new Map<string, WorkToDo>();
  for (const work of all) {
    const before = byKey.get(work.key);
    byKey.set(work.key, before ? together(before, work) : work);
  }
  const now = await lock([...byKey.keys()], transaction);
  const waiting = await waitingFor([...byKey.keys()], now, transaction);
  const db = fromKysely(transaction);
  const replaced: string[] = [];
  const added: JobInsert<Work>[] = [];
  for (const [key, work] of byKey) {
    const there = waiting.get(key) ?? [];
    const inOrder = there.map((each) => each.work);
    const whole = (age === "oldest" ? [work, ...inOrder] : [...inOrder, work]).reduce(together);
    if (there.some((each) => isDeepStrictEqual(each.work, whole))) continue;
    replaced.push(...there.map(({ id }) => id));
    added.push(rowOf(whole, now));
  }
  if (replaced.length > 0) await boss.deleteJob(QUEUE, replaced, { db });
  if (added.length > 0) await boss.insert(QUEUE, added, { db });
  const soonest = Math.min(...all.map(({ inMs }) => inMs));
  await sql`select pg_notify('portcullis_work', ${String(Math.ceil(soonest))})`.execute(
    transaction,
  );
}

/**
 * Two who add to one key at the same time must not overlook each other: the second waits until the
 * first has committed. In the keys' order, so that no two wait for each other. Answers the database's
 * time (milliseconds), by which work is due.
 */
async function lock(keys: readonly string[], transaction: Transaction<Tables>): Promise<number> {
  const sorted = JSON.stringify(keys.toSorted());
  const { rows } = await sql<{ now: Date }>`
    select pg_advisory_xact_lock(hashtextextended(key, 0)), now() as now
    from jsonb_array_elements_text(${sorted}::jsonb) as key`.execute(transaction);
  return rows[0]?.now.getTime() ?? Date.now();
}

/** A row of work. */
interface Waiting {
  readonly id: string;
  readonly work: WorkToDo;
}

/**
 * What waits for each of these keys: more than one thing where a process began one and handed it back.
 * Nobody begins any of it until the transaction ends: what was begun asks for what it asked then, and
 * is not to be changed.
 */
async function waitingFor(
  keys: readonly string[],
  now: number,
  transaction: Transaction<Tables>,
): Promise<ReadonlyMap<string, readonly Waiting[]>> {
  const { rows } = await sql<{ id: string; key: string; data: Work; startAfter: Date }>`
    select id, singleton_key as key, data, start_after as "startAfter" from pgboss.job
    where name = ${QUEUE} and state < 'active'
      and singleton_key in (select jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb))
    order by created_on
    for update`.execute(transaction);
  const waiting = Map.groupBy(rows, ({ key }) => key);
  return new Map(
    Array.from(waiting, ([key, found]) => [
      key,
      found.map(({ id, data, startAfter }) => ({
        id,
        work: { ...data, key, inMs: startAfter.getTime() - now },
      })),
    ]),
  );
}

function rowOf({ key, job, attempt, inMs }: WorkToDo, now: number): JobInsert<Work> {
  const [data, startAfter] = [{ job, attempt }, new Date(now + inMs)];
  return { singletonKey: key, data, startAfter, group: { id: groupOf(job) } };
}

/** Who shares the workers: nobody gets more of them for having more to do. */
function groupOf(job: Job): string {
  return laneOf(job).toLowerCase();
}

function together(before: WorkToDo, after: WorkToDo): WorkToDo {
  return {
    key: after.key,
    job: mergeJobs(before.job, after.job),
    attempt: Math.max(before.attempt, after.attempt),
    inMs: Math.min(before.inMs, after.inMs),
  };
}

/**
 * Takes away what was done. Where it had fallen silent meanwhile, it waits again, or somebody else
 * does it: that stays, as it may have been asked for again since this one looked.
 */
export async function endWork({ id, retryCount }: Claim, db: Kysely<Tables>): Promise<void> {
  await sql`
    delete from pgboss.job
    where name = ${QUEUE} and id = ${id} and state = 'active' and retry_count = ${retryCount}`.execute(
    db,
  );
}

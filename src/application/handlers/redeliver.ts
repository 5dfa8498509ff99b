import { EvidenceUnavailable, type DeliveryAttempt } from "../ports.ts";
import { deliveriesJob, type JobOf } from "../queue.ts";
import type { Surroundings } from "../surroundings.ts";

const MINUTE_MS = 60_000;

/** So often the list is looked at; sooner where there is more to do than is done at once. */
const LOOK_EVERY_MS = 5 * MINUTE_MS;
const SOON_MS = MINUTE_MS;

/** An attempt may last a while, and another clock may be slow: so much is looked at twice. */
const OVERLAP_MS = 2 * MINUTE_MS;

/** https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks */
const KEPT_MS = 3 * 24 * 60 * MINUTE_MS;

/** GitHub asks for a pause between requests that write, and allows 80 of them a minute. */
const AT_A_TIME = 50;

/** What failed once is asked for at once; then after 10, 20, 40, … minutes, for almost two days. */
const SECOND_WAIT_MS = 10 * MINUTE_MS;
const MOST_ATTEMPTS = 10;

/** Whoever is told so would be told the same of all the others. */
const CONCERNS_ALL: ReadonlySet<EvidenceUnavailable["code"]> = new Set([
  "rate-limited",
  "forbidden",
]);

/** An event of which no attempt to deliver it succeeded. */
interface Undelivered {
  readonly first: number;
  readonly latest: DeliveryAttempt;
  readonly attempts: number;
}

/**
 * Asks GitHub for what it could not deliver: it does not try again by itself. What we took is never
 * asked for, and what comes twice is handled once. What GitHub does not have any more, or refuses, is
 * not asked for again, and what was asked for in vain comes after all others the next time: it would
 * come first each time, and keep everything younger waiting.
 * https://docs.github.com/en/webhooks/using-webhooks/handling-failed-webhook-deliveries
 */
export async function redeliver(job: JobOf<"deliveries">, around: Surroundings): Promise<void> {
  const now = Date.parse(around.now());
  const settled = job.since === null ? 0 : Date.parse(job.since);
  const since = Math.max(settled, now - KEPT_MS);
  const { attempts, whole } = await around.deliveries.attemptsSince(instant(since));
  if (!whole) around.log.warn({ since: instant(since) }, "not all deliveries could be looked at");
  const open = undeliveredAmong(attempts).filter((each) => each.attempts < MOST_ATTEMPTS);
  // Of what was delivered since, tried again, or is older than what is looked at, nobody has to know.
  const known = new Set(open.map(({ latest }) => latest.id));
  const refused = new Set((job.refused ?? []).filter((id) => known.has(id)));
  const failed = new Set((job.failed ?? []).filter((id) => known.has(id)));
  const due = open.filter((each) => !refused.has(each.latest.id) && isDue(each, now));
  for (const attempt of inTurn(due, [...failed]).slice(0, AT_A_TIME)) {
    failed.delete(attempt.id);
    const isRefused = (await askFor(attempt, around)) === "refused";
    // Also where GitHub says that it delivers: as long as the list shows nothing of it, it did not.
    (isRefused ? refused : failed).add(attempt.id);
  }
  const unsettled = open.filter(({ latest }) => !refused.has(latest.id));
  const settledUntil = Math.min(now - OVERLAP_MS, ...unsettled.map(({ first }) => first));
  const next = now + (due.length > AT_A_TIME ? SOON_MS : LOOK_EVERY_MS);
  await around.queue.add(deliveriesJob(instant(settledUntil), refused, failed), instant(next));
}

/**
 * What was tried less often comes first: what was asked for in vain last, longest ago first, and
 * before that what was delivered again in vain.
 */
function inTurn(
  due: readonly Undelivered[],
  failed: readonly string[],
): readonly DeliveryAttempt[] {
  const turn = ({ latest }: Undelivered) => failed.indexOf(latest.id);
  return due
    .toSorted((a, b) => turn(a) - turn(b) || a.attempts - b.attempts)
    .map(({ latest }) => latest);
}

/** One that fails stays due, for the next look: it must not keep the others waiting. */
async function askFor(
  { id, guid }: DeliveryAttempt,
  around: Surroundings,
): Promise<"tried" | "refused"> {
  try {
    const asked = await around.deliveries.deliverAgain(id);
    if (asked.status !== "done") {
      around.log.warn({ delivery: guid, ...asked }, "GitHub does not deliver again");
      return "refused";
    }
    around.log.info({ delivery: guid }, "asked GitHub to deliver again");
    return "tried";
  } catch (error) {
    if (!(error instanceof EvidenceUnavailable) || CONCERNS_ALL.has(error.code)) throw error;
    around.log.warn({ delivery: guid, err: error }, "GitHub could not be asked to deliver again");
    return "tried";
  }
}

/** Longest undelivered first. */
function undeliveredAmong(attempts: readonly DeliveryAttempt[]): readonly Undelivered[] {
  const byGuid = Map.groupBy(attempts, ({ guid }) => guid);
  return [...byGuid.values()]
    .filter((all) => !all.some(({ succeeded }) => succeeded))
    .flatMap((all) => {
      const inOrder = all.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
      const [first, latest] = [inOrder[0], inOrder.at(-1)];
      if (!first || !latest) return [];
      return [{ first: Date.parse(first.at), latest, attempts: all.length }];
    })
    .sort((a, b) => a.first - b.first);
}

function isDue({ attempts, latest }: Undelivered, now: number): boolean {
  const wait = attempts === 1 ? 0 : SECOND_WAIT_MS * 2 ** (attempts - 2);
  return now - Date.parse(latest.at) >= wait;
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

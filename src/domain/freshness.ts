import type { Location } from "./decision.ts";
import { satisfied, unsatisfied, type Result } from "./requirement.ts";
import { addDays, lastDayWithin, startOf, type Day, type Duration } from "./time.ts";

/** Whether something that was done on `day` is still good `today`: done already, and within `limit`. */
export function isFresh(
  what: string,
  day: Day,
  limit: Duration,
  today: Day,
  locations: readonly Location[],
): Result {
  if (day > today) {
    return unsatisfied(`${what} is dated ${day}, which is in the future.`, {
      locations,
      changesAt: startOf(day),
    });
  }
  const last = lastDayWithin(day, limit);
  if (last < today) {
    return unsatisfied(
      `${what} is dated ${day}, more than ${limit} ago: it was good until ${last}.`,
      {
        locations,
      },
    );
  }
  return satisfied(`${what} is dated ${day}, and good until ${last}.`, {
    locations,
    changesAt: afterLast(last),
  });
}

/** The first moment after something's last day. */
export function afterLast(day: Day): string {
  return startOf(addDays(day, 1));
}

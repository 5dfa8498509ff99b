/** A moment, ISO 8601 in UTC to the second or finer: `2026-11-20T12:00:00Z`. */
export type Instant = string;

/** A calendar day in UTC: `2026-11-20`. Days compare as text. */
export type Day = string;

/** A span as people write it in policies and documents: `30m`, `4h`, `2d`, `6w`, `18mo`, `5y`. */
export type Duration = string;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DURATION = /^([1-9]\d{0,5})(m|h|d|w|mo|y)$/;
const SECONDS_PER_UNIT: Readonly<Record<string, number>> = {
  m: MINUTE,
  h: HOUR,
  d: DAY,
  w: 7 * DAY,
  mo: 30 * DAY,
  y: 365 * DAY,
};

/**
 * A duration's length in seconds, or null when the text is none. For comparing durations with each
 * other a month counts 30 days and a year 365; `12mo` is therefore shorter than `1y`.
 */
export function secondsOf(duration: string): number | null {
  const match = DURATION.exec(duration);
  if (!match) return null;
  const [, amount, unit] = match;
  const seconds = SECONDS_PER_UNIT[unit ?? ""];
  return seconds === undefined ? null : Number(amount) * seconds;
}

/** The shortest and the longest that a month or a year can be, in seconds. */
const BOUNDS: Readonly<Record<string, readonly [shortest: number, longest: number]>> = {
  mo: [28 * DAY, 31 * DAY],
  y: [365 * DAY, 366 * DAY],
};

/**
 * Whether one duration ends no later than another that begins with it, whatever the day: `30d` may be
 * longer than `1mo`, which ends on the same day of the next month (Regulation (EEC, Euratom) No
 * 1182/71, Article 3 (2) (c)), in February after 28 days.
 */
export function isNeverLonger(duration: Duration, limit: Duration): boolean {
  const [one, other] = [DURATION.exec(duration), DURATION.exec(limit)];
  if (one === null || other === null) return false;
  if (one[2] === other[2]) return Number(one[1]) <= Number(other[1]);
  return bound(one, 1) <= bound(other, 0);
}

function bound([, amount, unit = ""]: RegExpExecArray, which: 0 | 1): number {
  return Number(amount) * (BOUNDS[unit]?.[which] ?? SECONDS_PER_UNIT[unit] ?? Infinity);
}

/** Whether the text is an existing day of the calendar, `2026-02-30` being none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The day in UTC on which a moment falls. */
export function dayOf(instant: Instant): Day {
  return new Date(instant).toISOString().slice(0, 10);
}

/** Negative when `a` is earlier. Instants written alike compare as text, which is much faster. */
export function compareInstants(a: Instant, b: Instant): number {
  if (a.length !== b.length) return Date.parse(a) - Date.parse(b);
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The first moment of a day. */
export function startOf(day: Day): Instant {
  return `${day}T00:00:00Z`;
}

/** The day so many days later (earlier, if negative). */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(startOf(day)) + days * DAY * 1000).toISOString().slice(0, 10);
}

/** How many days from one day to another; negative when the other is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(startOf(to)) - Date.parse(startOf(from))) / (DAY * 1000));
}

/** The last day on which something from `day` is within `duration`: a date expires on its last day. */
export function lastDayWithin(day: Day, duration: Duration): Day {
  return addDays(day, Math.floor((secondsOf(duration) ?? 0) / DAY));
}

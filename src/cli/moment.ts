import { type Instant, isDay } from "../domain/index.ts";

const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/i;

/**
 * The moment that somebody means by a day (`2026-11-20`: noon of it in UTC, which is that day almost
 * everywhere) or by a time with its zone (`2026-11-20T23:30:00+01:00`); null for anything else. In
 * UTC, to the second.
 */
export function momentOf(text: string): Instant | null {
  if (isDay(text)) return `${text}T12:00:00Z`;
  const day = INSTANT.exec(text)?.[1];
  if (day === undefined || !isDay(day)) return null;
  const time = new Date(text.toUpperCase());
  const isDate = !Number.isNaN(time.getTime());
  return isDate && isDay(time.toISOString().slice(0, 10)) ? toTheSecond(time) : null;
}

/** A date as an instant, its fraction of a second dropped. */
export function toTheSecond(date: Date): Instant {
  return `${date.toISOString().slice(0, 19)}Z`;
}

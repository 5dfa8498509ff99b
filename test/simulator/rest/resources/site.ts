import type { World } from "../../world/world.ts";

/** A JSON object on its way out. */
export type Json = Record<string, unknown>;

/** What every serialiser needs: the state, and where the simulator is reached. */
export interface Site {
  readonly world: World;
  /** Origin of the pages, e.g. "http://127.0.0.1:4000". */
  readonly html: string;
  /** Root of REST, e.g. "http://127.0.0.1:4000/api/v3". */
  readonly api: string;
}

/** A date as GitHub writes it: UTC, whole seconds. */
export function isoDate(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** The same for a date that may be missing. */
export function isoDateOrNull(date: Date | null): string | null {
  return date === null ? null : isoDate(date);
}

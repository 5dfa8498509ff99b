/** How a thing stands. `unknown` is never fine: nobody could look. */
export type Level = "ok" | "warning" | "missing" | "unknown";

/** The areas that are examined, in the order in which they are shown. */
export const AREAS = {
  app: "The App",
  policy: "The policy",
  branches: "Branches",
  tags: "Tags and releases",
  environments: "Environments",
  bypass: "Who can go past",
  people: "People",
} as const;

export type Area = keyof typeof AREAS;

/** One thing that was looked at. */
export interface Finding {
  readonly area: Area;
  /** What was looked at, for programs: `app.permissions.checks`. It stays the same between versions. */
  readonly check: string;
  readonly level: Level;
  /** What was seen. */
  readonly what: string;
  /** Why it matters; null where all is well. */
  readonly why: string | null;
  /** What to do; null where all is well. */
  readonly remedy: string | null;
}

/** Makes the findings of one area. */
export function findingsOf(area: Area) {
  return {
    ok: (check: string, what: string): Finding => ({
      area,
      check: `${area}.${check}`,
      level: "ok",
      what,
      why: null,
      remedy: null,
    }),
    bad: (
      level: Exclude<Level, "ok">,
      check: string,
      what: string,
      { why, remedy }: { readonly why: string; readonly remedy: string },
    ): Finding => ({ area, check: `${area}.${check}`, level, what, why, remedy }),
  };
}

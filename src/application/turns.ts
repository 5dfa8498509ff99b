import type { Platform, Publication } from "./ports.ts";

/**
 * Evaluations of one candidate never run beside each other; but two candidates can share a commit,
 * and its checks. So each evaluation has its turn, and what one found is not published over what a
 * later one found: it began earlier, and may have read what does not hold any more.
 */
export interface Turns {
  /** To be called before anything is read. */
  begin(): Promise<Turn>;
}

export interface Turn {
  /**
   * Publishes for a commit, nobody else at the same time.
   * @throws Overtaken where a later turn has published for it: then nothing is published
   */
  publishing<T>(commit: string, publish: () => Promise<T>): Promise<T>;
}

/** A later evaluation has published already; this one has to be done again. */
export class Overtaken extends Error {
  constructor() {
    super("A later evaluation has published for this commit already.");
    this.name = "Overtaken";
  }
}

/** The same platform, on which everything is published in its turn. */
export function inTurn(platform: Platform, turn: Turn): Platform {
  return {
    ...platform,
    publish: (publication, published, options) =>
      turn.publishing(keyOf(publication), () => platform.publish(publication, published, options)),
  };
}

function keyOf({ repository, commit }: Publication): string {
  return `${repository.toLowerCase()}@${commit}`;
}

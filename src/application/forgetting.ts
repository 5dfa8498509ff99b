/** What was remembered of GitHub, and does not hold any more. */
export interface Outdated {
  readonly installationId: number;
  /** Who is in which team; or what GitHub watches over in a repository: alerts and the like. */
  readonly what: { readonly people: true } | { readonly scrutinyOf: string };
}

/** Every process remembers for itself; all of them have to forget. */
export interface Forgetting {
  /** Resolves when this process has forgotten; the others do within moments. */
  forget(outdated: Outdated): Promise<void>;
}

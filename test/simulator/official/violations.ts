/** Something that does not fit GitHub's official schemas, or that GitHub would refuse. */
export interface Violation {
  /** Who is at fault: the client's request, the simulator's answer, or its webhook. */
  readonly where: "request" | "answer" | "webhook";
  /** Operation or event, e.g. "POST /repos/{owner}/{repo}/check-runs". */
  readonly what: string;
  readonly problems: readonly string[];
}

import { PEOPLE } from "../support/shop.ts";
import { github, without, type Mutation } from "./mutation.ts";

const UNREADABLE = { status: "unreadable", reason: "GitHub did not answer." };
const read = (value: unknown) => ({ status: "read", value });
const alert = {
  number: 3,
  severity: "high",
  what: "a rule",
  ids: [],
  since: "2026-11-01T00:00:00Z",
  place: null,
};
const vulnerable = {
  name: "left-pad",
  version: "1.0.0",
  ecosystem: "npm",
  manifest: "package.json",
  vulnerabilities: [{ id: "GHSA-1", severity: "low" }],
};
const BY_ALL = ["dpo-approval", "security-approval", "final-approval"];
const given = (gate: string, outcome: string) =>
  `${gate}.given ${outcome}, ${gate}.independent not-applicable, ${gate}.distinct not-applicable`;
const APPROVERS = "security-review.experts waiting, security-review.testers waiting";

/** What turns when nobody's approval counts any more. */
const STALE = [
  ...BY_ALL.map((gate) => given(gate, "waiting")),
  APPROVERS,
  "incident-plan.responders waiting",
].join(", ");

/** The items whose evidence is the test report. */
const LINKING = [
  "data-minimisation.carried-forward",
  "data-rights.accuracy",
  "security-review.implemented",
  "security-review.tests",
  "technical-measures.transit",
];
const OF_THE_MAP = ["data-map", "lawful", "necessary", "new-data", "without-personal-data"];

// One row, one line. A review by its place: responder, tester, security adviser, DPO, manager.
// prettier-ignore
export const GITHUB: readonly Mutation[] = [
  ["secrets: one is open", github("/alerts/secretScanning", read([{ ...alert, severity: null }])), "technical-measures.secret-scanning unsatisfied"],
  ["secrets: not watched", github("/alerts/secretScanning", UNREADABLE), "technical-measures.secret-scanning unknown"],
  ["secrets: nobody asked GitHub", github("/alerts/secretScanning", { status: "only-github" }), "technical-measures.secret-scanning waiting"],
  ["code: not analysed", github("/alerts/codeScanning/value/analysed", false), "technical-measures.code-scanning unsatisfied"],
  ["code: a serious alert is open", github("/alerts/codeScanning/value/open", [alert]), "technical-measures.code-scanning unsatisfied"],
  ["code: an alert of no severity is open", github("/alerts/codeScanning/value/open", [{ ...alert, severity: null }]), "technical-measures.code-scanning unsatisfied"],
  ["code: not watched", github("/alerts/codeScanning", UNREADABLE), "technical-measures.code-scanning unknown"],
  ["dependencies: an alert is open", github("/alerts/dependabot", read([alert])), "secure-development.dependencies unsatisfied"],
  ["dependencies: not watched", github("/alerts/dependabot", UNREADABLE), "secure-development.dependencies unknown"],
  ["dependencies: a vulnerable one was added", github("/dependencies", read([vulnerable])), "secure-development.dependencies unsatisfied"],
  ["dependencies: not compared", github("/dependencies", UNREADABLE), "secure-development.dependencies unknown"],
  ["changes: one came past all pull requests", github("/arrivals/value/0/pullRequest", null), "secure-development.reviewed-changes unsatisfied"],
  ["changes: nobody approved one", github("/arrivals/value/0/pullRequest/approvedBy", []), "secure-development.reviewed-changes unsatisfied"],
  ["changes: its author approved one", github("/arrivals/value/0/pullRequest/approvedBy", [PEOPLE.author]), "secure-development.reviewed-changes unsatisfied"],
  ["changes: nobody knows who made one", github("/arrivals/value/0/pullRequest/unnamed", true), "secure-development.reviewed-changes unknown"],
  ["changes: could not be read", github("/arrivals", UNREADABLE), "secure-development.reviewed-changes unknown"],
  ["previous release: could not be read", github("/previousRelease", UNREADABLE), "security-review.this-release unknown"],
  ["previous release: has this tag", github("/previousRelease/value/tag", "v1.4.0"), "security-review.this-release unsatisfied"],
  ["previous release: later than the review", github("/previousRelease/value/publishedAt", "2026-11-19T00:00:00Z"), "security-review.this-release unsatisfied"],
  ["range: could not be read", github("/range", UNREADABLE), "data-minimisation.new-data unknown, incident-plan.updated-on-trigger unknown"],
  ["range: what a trigger names changed", github("/range/value/changes/0/path", "infra/main.tf"), "incident-plan.updated-on-trigger unsatisfied"],
  ["range: a file moved out of what a trigger names", github("/range/value/changes/0/previousPath", "src/payment/card.ts"), "incident-plan.updated-on-trigger unsatisfied"],
  ["commits: by somebody whom GitHub cannot name", github("/commits/value/0/authors", [null]), [...BY_ALL.map((gate) => `${gate}.independent unknown`), "security-review.experts unknown, security-review.testers unknown, secure-development.reviewed-changes unknown"].join(", ")],
  ["commits: by the DPO too", github("/commits/value/0/authors/-", PEOPLE.dpo), "dpo-approval.independent unsatisfied"],
  ["commits: by the release authority too", github("/commits/value/0/authors/-", PEOPLE.manager), "final-approval.independent unsatisfied"],
  ["commits: by the tester too", github("/commits/value/0/authors/-", PEOPLE.tester), APPROVERS],
  ["opened by the security adviser", github("/candidate/pullRequest/author", PEOPLE.security), "security-approval.independent unsatisfied, security-review.experts waiting"],
  ["reviews: the responder's is of an older commit", github("/reviews/value/0/commit", "7".repeat(40)), "incident-plan.responders waiting"],
  ["reviews: the tester's is of an older commit", github("/reviews/value/1/commit", "7".repeat(40)), APPROVERS],
  ["reviews: the DPO's is of an older commit", github("/reviews/value/3/commit", "7".repeat(40)), given("dpo-approval", "waiting")],
  ["reviews: the DPO asks for changes", github("/reviews/value/3/state", "changes-requested"), `${given("dpo-approval", "waiting")}, dpo-approval.not-objected unsatisfied`],
  ["reviews: the security adviser asks for changes", github("/reviews/value/2/state", "changes-requested"), `${given("security-approval", "waiting")}, security-approval.not-objected unsatisfied, security-review.experts waiting`],
  ["reviews: the release authority's is by a deleted account", github("/reviews/value/4/author", null), given("final-approval", "waiting")],
  ["reviews: the release authority's is by an outsider", github("/reviews/value/4/author", PEOPLE.outsider), given("final-approval", "waiting")],
  ["reviews: the release authority's is by a bot", [...github("/reviews/value/4/author/bot", true), ...github("/people/users/mona-berg/value/bot", true), ...github("/people/teams/acme~1release-managers/value/0/bot", true)], `final-approval.authorised unsatisfied, ${given("final-approval", "waiting")}`],
  ["reviews: could not be read", github("/reviews", UNREADABLE), [...BY_ALL.map((gate) => `${gate}.given unknown, ${gate}.independent unknown, ${gate}.distinct unknown, ${gate}.not-objected unknown`), "security-review.experts unknown, security-review.testers unknown, secure-development.reviewed-changes unknown, incident-plan.responders unknown"].join(", ")],
  ["pull request: became a release after the approvals", github("/timeline/value/0/at", "2026-11-19T13:00:00Z"), STALE],
  ["pull request: its base changed after the approvals", github("/timeline/value/-", { kind: "base-changed", at: "2026-11-19T13:00:00Z" }), STALE],
  ["pull request: approved while it was closed", [...github("/timeline/value/-", { kind: "closed", at: "2026-11-19T07:00:00Z" }), ...github("/timeline/value/-", { kind: "reopened", at: "2026-11-19T10:30:00Z" })], [given("security-approval", "waiting"), APPROVERS, "incident-plan.responders waiting"].join(", ")],
  ["people: GitHub knows no such DPO", github("/people/users/ola-hansen", read(null)), `dpo-approval.authorised unsatisfied, ${given("dpo-approval", "waiting")}`],
  ["people: the testers' team is empty", github("/people/teams/acme~1testers", read([])), "security-review.experts unsatisfied, security-review.testers unsatisfied"],
  ["people: the testers' team is none", github("/people/teams/acme~1testers", read(null)), "security-review.experts unsatisfied, security-review.testers unsatisfied"],
  ["people: the responders could not be read", github("/people/teams/acme~1incident-response", UNREADABLE), "incident-plan.responders unknown"],
  ["people: one person for two roles", [...github("/people/users/ola-hansen", read(PEOPLE.manager)), ...github("/people/teams/acme~1release-managers", read([PEOPLE.manager]))], "dpo-approval.distinct unsatisfied, final-approval.distinct unsatisfied"],
  ["plan: nobody can tell who changed it", [...github("/planChange", UNREADABLE), ...without("/reviews/value/0")], "incident-plan.responders unknown"],
  ["files: the test report is a symbolic link", github("/files/docs~1test-report.md", { kind: "not-a-file", what: "symlink" }), `archive.documents unsatisfied, security-review.reviewed-again unsatisfied, ${LINKING.map((id) => `${id} unsatisfied`).join(", ")}`],
  ["files: the data map is a folder", github("/files/docs~1data-map.yml", { kind: "not-a-file", what: "directory" }), `data-rights.withdrawal unsatisfied, ${OF_THE_MAP.map((id) => `data-minimisation.${id} unsatisfied`).join(", ")}`],
  ["security.txt: expired", github("/files/security.txt", { kind: "file", oid: "0".repeat(40), text: "Contact: mailto:security@acme.example\nExpires: 2026-11-19T00:00:00Z\n" }), "incident-plan.security-txt unsatisfied"],
  ["security.txt: no contact", github("/files/security.txt", { kind: "file", oid: "0".repeat(40), text: "Expires: 2027-11-19T00:00:00Z\n" }), "incident-plan.security-txt unsatisfied"],
  ["security.txt: a symbolic link", github("/files/security.txt", { kind: "not-a-file", what: "symlink" }), "incident-plan.security-txt unsatisfied"],
  ["time: the exception is over", github("/at", "2027-02-01T00:00:00Z"), "security-review.deviations unsatisfied"],
];

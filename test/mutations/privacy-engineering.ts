import { ENGINEERING, inFile, type Mutation } from "./mutation.ts";

const engineering = inFile(ENGINEERING);

// One row, one line.
// prettier-ignore
export const PRIVACY_ENGINEERING: readonly Mutation[] = [
  ["document is another kind", engineering("document: privacy-engineering", "document: threat-model"), "data-minimisation.current unsatisfied"],
  ["an unknown key", engineering("reviewed: 2026-11-01", "reviewed: 2026-11-01\nby: kari"), "data-minimisation.current unsatisfied"],
  ["reviewed: empty", engineering("reviewed: 2026-11-01", "reviewed:"), "data-minimisation.current unsatisfied"],
  ["reviewed: a placeholder", engineering("reviewed: 2026-11-01", "reviewed: \"{{the day}}\""), "data-minimisation.current unsatisfied"],
  ["reviewed: no date", engineering("reviewed: 2026-11-01", "reviewed: 1 November"), "data-minimisation.current unsatisfied"],
  ["reviewed: too long ago", engineering("reviewed: 2026-11-01", "reviewed: 2026-05-23"), "data-minimisation.current unsatisfied"],
  ["reviewed: tomorrow", engineering("reviewed: 2026-11-01", "reviewed: 2026-11-21"), "data-minimisation.current unsatisfied"],
  ["evidence: an address without https", engineering("https://owasp.org", "http://owasp.org"), "secure-development.secure-coding unsatisfied"],
  ["evidence: a placeholder", engineering("Evidence: [data map](data-map.yml)", "Evidence: TODO"), "secure-development.retention unsatisfied"],
  ["evidence: a file that is not there", engineering("[data map](data-map.yml)", "[data map](datamap.yml)"), "secure-development.retention unknown"],
  ["evidence: the document itself", engineering("[data map](data-map.yml)", "[this](privacy-engineering.md)"), "secure-development.retention unsatisfied"],
  ["evidence: only code", engineering("[data map](data-map.yml)", "`data-map.yml`"), "secure-development.retention unsatisfied"],
  ["N/A: nine characters", engineering("N/A: the shop has no user accounts", "N/A: no logins"), "technical-measures.two-factor unsatisfied"],
  ["N/A: a placeholder", engineering("N/A: no decision is automated", "N/A: TODO say why"), "data-rights.automated-decisions unsatisfied"],
  ["N/A: emptied", engineering("N/A: the shop ships no passwords", "N/A:"), "technical-measures.default-passwords unsatisfied"],
  ["an item of another document", engineering("## Data rights\n", "## Data rights\n- [x] `security-review.tests` Evidence: [report](test-report.md)\n"), "data-minimisation.checklist unsatisfied"],
  ["an item of a gate that nobody knows", engineering("## Data rights\n", "## Data rights\n- [x] `ethics.board` Evidence: [report](test-report.md)\n"), "data-minimisation.checklist unsatisfied"],
  ["an item twice, the second one not ticked", engineering("## Data rights\n", "## Data rights\n- [ ] `data-rights.access` Later.\n"), "data-rights.access unsatisfied, data-rights.checklist unsatisfied"],
  ["an item in a comment", engineering("- [x] `technical-measures.storage` Personal data is hashed or encrypted in storage. Evidence: [threat model](threat-model.md)", "<!-- - [x] `technical-measures.storage` Evidence: [threat model](threat-model.md) -->"), "technical-measures.storage unsatisfied"],
  ["an item in code", engineering("- [x] `technical-measures.transit` ... and in transit. Evidence: [test report](test-report.md)", "```\n- [x] `technical-measures.transit` Evidence: [test report](test-report.md)\n```"), "technical-measures.transit unsatisfied"],
  ["an item struck from the list", engineering("- [x] `data-rights.portability`", "- `data-rights.portability`"), "data-rights.portability unsatisfied"],
];

/** Words of a team's own, long enough to say something. */
const WORDS = "The response team does this together, and writes down what it did.";

/** What a team writes in the blanks of each template, in their order; the same in every language. */
export const VALUES: Readonly<Record<string, readonly string[]>> = {
  "incident-response-plan.md": [
    "2026-11-01",
    "2026-10-01",
    ...["Response centre", "incident@acme.example", "+47 22 00 00 00", "24/7"],
    ...["Customer support", "support@acme.example"],
    ...["Head of operations", "Kari Nordmann", "+47 22 00 00 02"],
    ...["Ola Hansen", "dpo@acme.example"],
    ...["4h", "24/7", "2d"],
    ...["Mailbox", "incident@acme.example", "TLS in transit", "Read by the centre only"],
    ...["Datatilsynet", "72h", "https://www.datatilsynet.no"],
    ...["24h", "a high risk is likely"],
    ...["90d", "The response centre", "Order ids only"],
    ...["The payment provider changes", "src/payment/**"],
    ...Array.from({ length: 16 }, () => WORDS),
  ],
  "security-review.md": [
    ...["v1.4.0", "2026-11-18", "passed"],
    ...["security", "test"],
    ...["Design review", "2026-06-12", "docs/threat-model.md"],
    ...["docs/requirements.md", "docs/threat-model.md", "docs/dpia.md", "docs/test-report.md"],
    ...Array.from({ length: 7 }, () => "[test report](test-report.md)"),
  ],
  "privacy-engineering.md": [
    "2026-11-01",
    ...Array.from({ length: 25 }, () => "[requirements](requirements.md#purposes)"),
  ],
  "data-map.yml": [
    ...["2026-11-01", "Browsing and the basket"],
    ...["shop", "Deliver orders", "user.contact.email", "essential.service"],
    ...["customer", "Contract", "2y", "A delivery cannot be announced without it"],
  ],
  "archive.yml": [
    ...["https://archive.acme.example", "Support; authorities through the DPO", "6y"],
    ...["shop.cdx.json", "The list of components has the licence of each"],
  ],
  "threat-model.md": ["2026-10-20", "Orders are read by another customer", "high", "mitigated"],
  "portcullis.yml": ["ola-hansen", "sigrid-lie", "mona-berg", "ingrid-dahl", "tor-vik"],
  "security.txt": ["mailto:security@acme.example", "2027-06-30T00:00:00Z"],
};

import { bounded } from "../../alert-results.ts";
import type { Case } from "../../case.ts";
import type { Document } from "../../documents.ts";
import { isFresh } from "../../freshness.ts";
import { asResult, at, inDocument } from "../../reading.ts";
import { satisfied, unsatisfied, type Requirement, type Result } from "../../requirement.ts";
import type { Threat, ThreatModel } from "../../threat-model.ts";
import type { Day, Duration } from "../../time.ts";

/** Whether attacks were thought of. ICO, "Protect personal information during development". */
export const threatModelRequirements: readonly Requirement[] = [
  { id: "threat-model", check: threatModel },
];

/** For how long a review of the threat model is good. */
const GOOD_FOR: Duration = "365d";

function threatModel(c: Case): Result | readonly Result[] {
  const reading = c.documents.threatModel;
  // A text that cannot be understood is its author's to mend: each problem is named.
  if (reading.status === "read" && reading.document.broken) {
    return reading.document.problems.map(asResult);
  }
  return inDocument(reading, "threat model", (document) => {
    const review = reviewed(document, c.today);
    const results = [
      ...document.problems.map(asResult),
      ...review,
      ...lacking(document),
      ...bounded(
        settling(document).map((threat) => isOpen(document, threat)),
        (more) => unsatisfied(`${more} more serious threats are open.`, { remedy: TO_SETTLE }),
      ),
    ];
    const failing = results.filter(({ outcome }) => outcome !== "satisfied");
    if (failing.length > 0) return failing;
    const said = results.map(({ message }) => message);
    const [first] = review;
    return satisfied([...said, ...inWords(document.fields.threats ?? [])].join(" "), {
      locations: first?.locations ?? [],
      ...(first?.changesAt === undefined ? {} : { changesAt: first.changesAt }),
    });
  });
}

/** A date that is there, but wrong, was told among the problems. */
function reviewed(document: Document<ThreatModel>, today: Day): readonly Result[] {
  const { reviewed: day } = document.fields;
  const field = isDragon(document) ? "summary.reviewed" : "reviewed";
  if (day !== undefined) {
    return [isFresh("The review of the threat model", day, GOOD_FOR, today, [at(document, field)])];
  }
  if (document.lines.has(field)) return [];
  const where = isDragon(document)
    ? 'add `"reviewed": "YYYY-MM-DD"` to its `summary`'
    : "add `reviewed`";
  return [
    unsatisfied("The threat model does not say when it was reviewed.", {
      locations: [at(document, field)],
      remedy: `Go through it, and ${where}, with the day on which you did.`,
    }),
  ];
}

/** Threats that are there, but wrong, were told among the problems. */
function lacking(document: Document<ThreatModel>): readonly Result[] {
  const { threats } = document.fields;
  if ((threats?.length ?? 0) > 0 || document.problems.length > 0) return [];
  return [
    unsatisfied("The threat model lists no threats.", {
      locations: [at(document, isDragon(document) ? "detail.diagrams" : "threats")],
      remedy:
        "Think of who might attack the system and how, and list each way as a threat with id, title, severity and status.",
    }),
  ];
}

/** Which open threats have to be settled: one that nobody has rated may be any. */
function settling({ fields }: Document<ThreatModel>): readonly Threat[] {
  return (fields.threats ?? []).filter(
    ({ status, severity }) => status === "open" && severity !== "low" && severity !== "medium",
  );
}

function isOpen(document: Document<ThreatModel>, threat: Threat): Result {
  const { id, title, severity, field } = threat;
  const locations = [at(document, field)];
  if (severity === null) {
    return unsatisfied(`The threat ${id} ("${title}") is open, and nobody has rated it.`, {
      locations,
      remedy: "Decide how bad it would be, and set its severity; settle it if that is high.",
    });
  }
  return unsatisfied(`The threat ${id} ("${title}", ${severity}) is open.`, {
    locations,
    remedy: TO_SETTLE,
  });
}

const TO_SETTLE =
  "Do something against it, and set its status to mitigated; or say in the model why it does not concern this software.";

function inWords(threats: readonly Threat[]): readonly string[] {
  const inState = (state: Threat["status"]) => threats.filter(({ status }) => status === state);
  const list = (label: string, some: readonly Threat[]): readonly string[] => {
    if (some.length === 0) return [];
    const named = some.slice(0, LISTED).map(({ id, title, severity }) => {
      return `${id} ("${title}"${severity === null ? "" : `, ${severity}`})`;
    });
    const more = some.length > LISTED ? `, and ${some.length - LISTED} more` : "";
    return [`${label}: ${named.join(", ")}${more}.`];
  };
  return [
    ...list("Still open", inState("open")),
    ...list("Accepted", inState("accepted")),
    ...list("Not applicable", inState("not-applicable")),
  ];
}

const LISTED = 20;

/** Whether it is Threat Dragon's, whose keys have other places. */
function isDragon({ lines }: Document<ThreatModel>): boolean {
  return lines.has("summary") || lines.has("detail");
}

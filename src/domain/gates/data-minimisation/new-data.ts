import {
  ROLE_NAMES,
  contributorsOf,
  holdersOf,
  isAmong,
  reviewsOf,
  whyNothingCarries,
} from "../../approvals.ts";
import type { Case } from "../../case.ts";
import { declarationsOf, type DataMapReading } from "../../data-map.ts";
import { dataMapChanges, type DataMapChange } from "../../data-map-changes.ts";
import type { Range } from "../../evidence.ts";
import { insteadOfAsking } from "../../nothing-carries.ts";
import type { Person } from "../../person.ts";
import { at, whenRead } from "../../reading.ts";
import {
  notApplicable,
  onlyGitHub,
  satisfied,
  unknown,
  waiting,
  type Result,
} from "../../requirement.ts";
import { inMap } from "./in-map.ts";

/** So many changes are told, in so many characters: a message is cut where it is shown. */
const MOST_TOLD = 12;
const MOST_CHARACTERS = 700;

/**
 * Whether the Data Protection Officer approved this very candidate where its data map has something
 * new. An approval of another commit does not count here, even where approvals are otherwise carried.
 */
export function newData(c: Case): Result | readonly Result[] {
  return inMap(c, () =>
    whenRead(c.evidence.range, "what changed since the previous release", (range) => {
      // What a first release changes against its base is all new, and no release has shown it before.
      const { previousRelease } = c.evidence;
      const isFirst = previousRelease.status === "read" && previousRelease.value === null;
      if (range === null || isFirst) {
        return notApplicable("There is no earlier release to compare the data map with.");
      }
      return compared(c, range);
    }),
  );
}

function compared(c: Case, range: Range): Result {
  const before = c.documents.dataMapBefore ?? [];
  const untold = before.find((reading) => mayBeReadLater(reading, range));
  if (untold?.status === "unreadable") {
    return unknown(
      `The data map as it was at ${range.fromName} could not be read: ${untold.reason}`,
      { remedy: "There is nothing to do: Portcullis looks again by itself." },
    );
  }
  const changes = dataMapChanges(declarationsOf(before), declarationsOf(c.documents.dataMap));
  if (changes.length === 0) {
    return satisfied(`Nothing is new in the data map since ${range.fromName}.`);
  }
  const locations = changes
    .slice(0, MOST_TOLD)
    .map(({ document, declaration }) => at(document, declaration.field));
  return approved(c, `${whatIsNew(before, range)}${told(changes)}`, locations);
}

function approved(c: Case, news: string, locations: Result["locations"]): Result {
  const who = ROLE_NAMES.dpo;
  if (holdersOf(c, "dpo").onlyGitHub) {
    return {
      ...onlyGitHub(`whether the ${who} approved what is new. ${news.replace(/\.$/, "")}`),
      locations,
    };
  }
  return whenRead(reviewsOf(c, "dpo"), "the reviews", ({ approvals }) =>
    whenRead(contributorsOf(c), "the commits", ({ people }) => {
      const head = c.evidence.candidate.pullRequest?.head.commit;
      const approvers = approvals
        .filter(({ commit }) => commit === head)
        .flatMap(({ author }) => author ?? []);
      const independent = approvers.filter((person) => !isAmong(person, people));
      if (independent.length > 0) {
        return satisfied(`${logins(independent)} approved this candidate. ${news}`, { locations });
      }
      const lack =
        whyNothingCarries(c) ??
        (approvers.length > 0
          ? `${logins(approvers)} approved, but has a part in what is new.`
          : `The ${who} has not approved this commit.`);
      return waiting(`${lack} ${news}`, { locations, ...insteadOfAsking(c) });
    }),
  );
}

/**
 * What can never be read again (there was no map, or a broken one, or one too large) makes all of the
 * present map new, for the approval that mends it; only what may be readable next time is waited for.
 */
function mayBeReadLater(reading: DataMapReading[number], range: Range): boolean {
  if (reading.status !== "unreadable") return false;
  const entry = range.before[reading.path];
  return entry === undefined || (entry.kind === "unreadable" && entry.oid === null);
}

function whatIsNew(before: DataMapReading, { fromName }: Range): string {
  const understood = before.filter(({ status }) => status === "read");
  if (understood.length === 0) return `There was no data map at ${fromName}. `;
  const isWhole = before.every(
    (reading) =>
      reading.status === "missing" || (reading.status === "read" && !reading.document.broken),
  );
  return isWhole
    ? `The data map changed since ${fromName}. `
    : `The data map at ${fromName} cannot be understood in full, so that more counts as new. `;
}

function told(changes: readonly DataMapChange[]): string {
  const words: string[] = [];
  let length = 0;
  for (const change of changes.slice(0, MOST_TOLD)) {
    length += change.words.length;
    if (words.length > 0 && length > MOST_CHARACTERS) break;
    words.push(change.words);
  }
  const left = changes.length - words.length;
  const all = `${words.join("; ")}${left > 0 ? `; … and ${left} more` : ""}.`;
  return `${all.charAt(0).toUpperCase()}${all.slice(1)}`;
}

const logins = (people: readonly Person[]) => people.map(({ login }) => login).join(", ");

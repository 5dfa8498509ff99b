import type { Decision, Location, Place } from "../../domain/index.ts";
import { code, lineAddress, link } from "./escape.ts";
import { count } from "./names.ts";

const SHOWN = 3;

/** Where files can be looked at: null where there is no GitHub to link to. */
export interface Site {
  readonly repositoryUrl: string;
  readonly decision: Decision;
}

/** "`docs/plan.md`, line 12", linked to the line at the commit that was decided. */
export function place(location: Location, site: Site | null): string {
  return linked(`${code(location.path)}, line ${location.line}`, location, site);
}

/** The same, with the repository where it is not the candidate's own. */
export function placeIn(at: Place, site: Site | null): string {
  const elsewhere = site !== null && at.repository !== site.decision.candidate.repository;
  return `${place(at, site)}${elsewhere ? ` of ${code(at.repository)}` : ""}`;
}

/** The first few places, each file named once, and how many more there are. */
export function places(locations: readonly Location[], site: Site | null): string {
  const shown = locations
    .slice(0, SHOWN)
    .map((location, index) =>
      location.path === locations[index - 1]?.path
        ? linked(`line ${location.line}`, location, site)
        : place(location, site),
    );
  const more = locations.length - SHOWN;
  return [...shown, ...(more > 0 ? [count(more, "more place")] : [])].join(", ");
}

function linked(label: string, location: Location, site: Site | null): string {
  return site === null ? label : link(label, address(location, site));
}

/** A policy is read from the default branch, not from the commit that is being decided. */
function address(location: Location & Partial<Place>, site: Site): string | null {
  const { policy, candidate } = site.decision;
  const sources = policy.sources.filter(({ path }) => path === location.path);
  const wanted = location.repository ?? candidate.repository;
  const named = sources.find(({ repository }) => repository === wanted);
  const other = named ?? (location.repository === undefined ? sources[0] : undefined);
  if (other === undefined && wanted !== candidate.repository) return null;
  if (other?.repository === candidate.repository)
    return lineAddress(site.repositoryUrl, "HEAD", location.path, location.line);
  if (other === undefined)
    return lineAddress(site.repositoryUrl, candidate.commit, location.path, location.line);
  const host = site.repositoryUrl.slice(0, -candidate.repository.length);
  return site.repositoryUrl.toLowerCase().endsWith(`/${candidate.repository.toLowerCase()}`) &&
    /^[\w.-]+\/[\w.-]+$/.test(other.repository)
    ? lineAddress(host + other.repository, "HEAD", location.path, location.line)
    : null;
}

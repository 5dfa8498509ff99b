import type { People } from "../../domain/index.ts";
import type { Knowledge } from "../knowledge.ts";
import type { Names, PoliciesInForce } from "../ports.ts";
import { namesIn } from "../wanted.ts";
import type { Administration, AppAdministration, RepositoryFacts, Seen } from "./administration.ts";
import type { AppSide, BranchFacts, Facts, Floor, Locks, RepositorySide } from "./facts.ts";
import { type PolicyInForce, policyInForce } from "./policy-in-force.ts";
import { branchOf, type WantedProtection, wantedProtection } from "./wanted-protection.ts";

/** GitHub as somebody sees it: a person with a token, or the App's installation. */
export interface Sight {
  readonly administration: Administration;
  policies(repository: string): Promise<PoliciesInForce>;
  people(names: Names): Promise<People>;
}

/** With whose eyes to look; at least one of `person` and `app` is there. */
export interface Eyes {
  readonly person: Sight | null;
  readonly app: {
    readonly administration: AppAdministration;
    /** The App's installation as it sees the repository. */
    installed(installationId: number): Promise<Sight>;
  } | null;
}

/** Reads everything that `diagnose` needs. What cannot be had is in the facts, as refused. */
export async function gatherFacts(
  eyes: Eyes,
  about: { readonly name: string; readonly appId: number; readonly at: Date },
  knowledge: Knowledge,
): Promise<Facts> {
  const app = eyes.app && (await appSide(eyes.app.administration, about.name));
  const installation = app?.installation ?? null;
  const asApp =
    eyes.app !== null && installation !== null && !installation.isSuspended
      ? await eyes.app.installed(installation.id)
      : null;
  const repository = await repositorySide({ person: eyes.person, app: asApp }, about, knowledge);
  return { ...about, app, repository };
}

async function appSide(administration: AppAdministration, name: string): Promise<AppSide> {
  return {
    facts: await administration.app(),
    installation: await administration.installation(name),
    deliveries: await administration.deliveries(),
  };
}

interface Sights {
  readonly person: Sight | null;
  readonly app: Sight | null;
}

async function repositorySide(
  sights: Sights,
  { name, appId }: { readonly name: string; readonly appId: number },
  knowledge: Knowledge,
): Promise<RepositorySide | null> {
  // People see more of the locks; what is decided is decided with the App's eyes.
  const locksBy = await whoSees(sights.person, sights.app, name);
  const decidedBy = sights.app ?? sights.person;
  if (locksBy === null || decidedBy === null) return null;
  const { facts, sight } = locksBy;
  const policy = policyInForce(await decidedBy.policies(facts.fullName), knowledge);
  return {
    facts,
    readAs: decidedBy === sights.app ? "app" : "person",
    policy,
    floor: await floorOf(sights, facts.fullName),
    locks: await locksFor(policy, facts, appId, sight.administration, decidedBy),
  };
}

async function whoSees(
  first: Sight | null,
  second: Sight | null,
  name: string,
): Promise<{ readonly facts: RepositoryFacts; readonly sight: Sight } | null> {
  for (const sight of [first, second]) {
    const facts = sight && (await sight.administration.repository(name));
    if (sight && facts) return { facts, sight };
  }
  return null;
}

async function floorOf(sights: Sights, fullName: string): Promise<Floor> {
  const name = `${fullName.split("/")[0] ?? ""}/.github`;
  const sees = async (sight: Sight | null): Promise<boolean | null> =>
    sight && (await sight.administration.repository(name)) !== null;
  return { name, appSees: await sees(sights.app), personSees: await sees(sights.person) };
}

async function locksFor(
  reading: PolicyInForce,
  facts: RepositoryFacts,
  appId: number,
  administration: Administration,
  decidedBy: Sight,
): Promise<Locks | null> {
  if (reading.status !== "valid") return null;
  const { fullName, defaultBranch } = facts;
  const wanted = wantedProtection(reading.policy, { defaultBranch, appId });
  return {
    wanted,
    rulesets: await administration.rulesets(fullName),
    branches: await branchesOf(administration, facts, wanted),
    environments:
      wanted.environments.length === 0 ? NONE : await administration.environments(fullName),
    immutableReleases: await administration.immutableReleases(fullName),
    people: await decidedBy.people(namesIn([reading.policy])),
  };
}

const NONE: Seen<readonly never[]> = { status: "read", value: [] };

async function branchesOf(
  administration: Administration,
  { fullName, defaultBranch }: RepositoryFacts,
  { rulesets }: WantedProtection,
): Promise<Readonly<Record<string, BranchFacts>>> {
  const patterns = rulesets.flatMap(({ target, include }) => (target === "branch" ? include : []));
  const facts: [string, BranchFacts][] = [];
  for (const pattern of patterns) {
    const branch = branchOf(pattern, defaultBranch);
    if (branch === null) continue;
    const rules = await administration.branchRules(fullName, branch);
    facts.push([
      branch,
      { rules, protection: await administration.branchProtection(fullName, branch) },
    ]);
  }
  return Object.fromEntries(facts);
}

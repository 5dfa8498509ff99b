import { z } from "zod";
import type { Reading } from "../domain/index.ts";
import type { Api } from "./api.ts";
import type { Fresh } from "./memory.ts";
import { read } from "./readings.ts";
import { refusalIn } from "./refusals.ts";
import { repositoryOf } from "./repository.ts";

/**
 * Whether the organisation asks everybody for a second factor. Only its owners are told, so that an
 * App mostly is not: null, as where the owner is no organisation.
 * https://docs.github.com/en/rest/orgs/orgs#get-an-organization
 */
export async function twoFactorOf(
  api: Api,
  repository: string,
  remembered: Fresh<Reading<boolean | null>>,
): Promise<Reading<boolean | null>> {
  const { owner } = repositoryOf(repository);
  const known = remembered.get(owner.toLowerCase(), api.clock());
  if (known) return known;
  const reading = read(await ask(api, owner));
  remembered.set(owner.toLowerCase(), reading, api.clock());
  return reading;
}

async function ask(api: Api, org: string): Promise<boolean | null> {
  try {
    const answer = await api.rest(
      "GET /orgs/{org}",
      { org },
      z.object({ two_factor_requirement_enabled: z.boolean().nullish() }),
    );
    return answer.two_factor_requirement_enabled ?? null;
  } catch (thrown) {
    if (refusalIn(thrown)) return null;
    throw thrown;
  }
}

import { z } from "zod";
import { EvidenceUnavailable } from "../application/index.ts";
import type { Api } from "./api.ts";

const PER_PAGE = 100;
/** Enough for 100,000 repositories, or for as many installations. */
const MOST_PAGES = 1_000;

/**
 * Every repository that the installation may see, `owner/name`.
 * https://docs.github.com/en/rest/apps/installations#list-repositories-accessible-to-the-app-installation
 */
export function repositoriesOf(api: Api): Promise<readonly string[]> {
  const schema = z.object({ repositories: z.array(z.object({ full_name: z.string() })) });
  return allPages(async (page) => {
    const answer = await api.rest("GET /installation/repositories", pageOf(page), schema);
    return answer.repositories.map((repository) => repository.full_name);
  });
}

/**
 * Every installation of the App; `api` is authenticated as the App itself.
 * https://docs.github.com/en/rest/apps/apps#list-installations-for-the-authenticated-app
 */
export function installationsOf(api: Api): Promise<readonly number[]> {
  const schema = z.array(z.object({ id: z.number(), suspended_at: z.string().nullish() }));
  return allPages(async (page) => {
    const answer = await api.rest("GET /app/installations", pageOf(page), schema);
    return answer.map(({ id, suspended_at: suspended }) => (suspended ? null : id));
  }).then((ids) => ids.filter((id) => id !== null));
}

const pageOf = (page: number) => ({ per_page: PER_PAGE, page });

async function allPages<T>(read: (page: number) => Promise<readonly T[]>): Promise<readonly T[]> {
  const all: T[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const items = await read(page);
    all.push(...items);
    if (items.length < PER_PAGE) return all;
  }
  throw new EvidenceUnavailable("unexpected-answer", "A list of GitHub had no end.");
}

import { z } from "zod";
import { Api } from "./api.ts";
import type { Clock, GitHubClient, Log } from "./client.ts";

/**
 * The App's name in addresses, asked as the App itself. GitHub is asked when it is first needed, and
 * again only as long as it has not told; nobody waits longer than for any other answer.
 * https://docs.github.com/en/rest/apps/apps#get-the-authenticated-app
 */
export function appSlugFrom(
  client: GitHubClient,
  options: { readonly clock: Clock; readonly log: Log; readonly timeoutMilliseconds: number },
): () => Promise<string> {
  const api = new Api(client, options);
  let slug: Promise<string> | null = null;
  const ask = async (): Promise<string> =>
    (await api.rest("GET /app", {}, z.object({ slug: z.string().min(1) }))).slug;
  return () => {
    slug ??= ask();
    slug.catch(() => (slug = null));
    return slug;
  };
}

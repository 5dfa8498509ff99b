const OWNER = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;
const NAME = /^[A-Za-z0-9._-]+$/;

/**
 * `owner/name` of a GitHub-like address of a repository (`https://host/owner/name.git`,
 * `git@host:owner/name`, `ssh://git@host:22/owner/name`), or null for any other. Credentials in the
 * address go no further.
 */
export function repositoryOf(address: string): string | null {
  const path = pathOf(address);
  if (path === null) return null;
  const [owner = "", name = "", ...rest] = path.replace(/^\/+|\/+$/g, "").split("/");
  const plain = name.replace(/\.git$/, "");
  return rest.length === 0 && OWNER.test(owner) && NAME.test(plain) && !/^\.*$/.test(plain)
    ? `${owner}/${plain}`
    : null;
}

function pathOf(address: string): string | null {
  const asUrl = /^(?:https?|ssh|git):\/\//i.test(address) ? URL.parse(address) : null;
  if (asUrl) return asUrl.pathname;
  // The short form of ssh; a single letter before the colon is a drive of Windows.
  const short = /^(?:[^/:@\s]+@)?([^/:@\s]{2,}):(?!\/\/)(.+)$/.exec(address);
  return short?.[2] ?? null;
}

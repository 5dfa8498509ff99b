import type { PullRequest } from "../world/issues.ts";
import type { Release } from "../world/releases.ts";
import type { Repository } from "../world/repositories.ts";
import { fullName, pullRequestsOf } from "../world/repositories.ts";
import type { World } from "../world/world.ts";
import { escapeHtml, page } from "./html.ts";

/** Every repository with its pull requests and releases. */
export function indexPage(world: World): string {
  const sections = world.repositories.map(repositorySection);
  return page("Simulated GitHub", `<h1>Simulated GitHub</h1>${sections.join("\n")}`);
}

function repositorySection(repository: Repository): string {
  const pulls = pullRequestsOf(repository).map((pull) => pullItem(repository, pull));
  const releases = repository.releases.map(releaseItem);
  return `<section><h2>${escapeHtml(fullName(repository))}</h2>
<h3>Pull requests</h3>${list(pulls)}
<h3>Releases</h3>${list(releases)}</section>`;
}

function pullItem(repository: Repository, pull: PullRequest): string {
  const path = escapeHtml(`/${fullName(repository)}/pull/${pull.number}`);
  const state = pull.draft ? "draft" : pull.state.toLowerCase();
  return `<a href="${path}">#${pull.number} ${escapeHtml(pull.title)}</a> (${state})`;
}

function releaseItem(release: Release): string {
  const kind = release.draft ? "draft" : release.prerelease ? "pre-release" : "published";
  return `${escapeHtml(release.name ?? release.tagName)} <span class="muted">${escapeHtml(release.tagName)}, ${kind}</span>`;
}

function list(items: readonly string[]): string {
  if (items.length === 0) return `<p class="muted">None.</p>`;
  return `<ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`;
}

import { isoDate } from "../rest/resources/site.ts";
import { latestRuns } from "../world/checks.ts";
import type { CheckRun } from "../world/checks.ts";
import type { IssueComment, PullRequest, Review } from "../world/issues.ts";
import { fullName } from "../world/repositories.ts";
import { escapeHtml, page } from "./html.ts";
import { markdownToHtml } from "./markdown.ts";

/** A pull request as someone would look at it: what it is, who said what, what was checked. */
export function pullRequestPage(pull: PullRequest): string {
  const { repository } = pull;
  const runs = repository.checkSuites
    .filter((suite) => suite.headSha === pull.headOid)
    .flatMap(latestRuns);
  const title = `${pull.title} #${pull.number}`;
  const labels = pull.labels.map((label) => `<code>${escapeHtml(label.name)}</code>`).join(" ");
  const body = `<p><a href="/">All repositories</a></p>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(fullName(repository))}: ${escapeHtml(pull.author.login)} wants to merge
<code>${escapeHtml(pull.headRef)}</code> into <code>${escapeHtml(pull.baseRef)}</code>
at <code>${pull.headOid.slice(0, 7)}</code>. ${pull.draft ? "Draft." : ""}
State: ${pull.state.toLowerCase()}. ${labels}</p>
${markdownToHtml(pull.body)}
<h2>Reviews</h2>${pull.reviews.map(reviewItem).join("") || "<p>None.</p>"}
<h2>Conversation</h2>${pull.comments.map(commentSection).join("") || "<p>Nothing yet.</p>"}
<h2>Checks</h2>${runs.map(checkSection).join("") || "<p>None.</p>"}`;
  return page(title, body);
}

function reviewItem(review: Review): string {
  const text = review.body === "" ? "" : `: ${escapeHtml(review.body)}`;
  const state = review.state.toLowerCase().replace("_", " ");
  return `<p><strong>${escapeHtml(review.author.login)}</strong> ${state}
<code>${review.commitOid.slice(0, 7)}</code> on ${isoDate(review.submittedAt)}${text}</p>`;
}

function commentSection(comment: IssueComment): string {
  const edited = comment.lastEditedAt === null ? "" : ", edited";
  return `<section><p class="muted">${escapeHtml(comment.author.login)},
${isoDate(comment.createdAt)}${edited}</p>${markdownToHtml(comment.body)}</section>`;
}

function checkSection(run: CheckRun): string {
  const state = run.conclusion ?? run.status;
  const annotations = run.annotations
    .map((one) => `<li>${escapeHtml(`${one.path}:${one.startLine} ${one.message}`)}</li>`)
    .join("");
  const buttons = run.actions.map((action) => escapeHtml(action.label)).join(", ");
  return `<section><h3><span class="${state}">${state.replaceAll("_", " ")}</span>
${escapeHtml(run.name)}: ${escapeHtml(run.title ?? "")}</h3>
${markdownToHtml(run.summary ?? "")}${markdownToHtml(run.text ?? "")}
${annotations === "" ? "" : `<ul>${annotations}</ul>`}
<p class="muted">${escapeHtml(run.suite.app.slug)}${buttons === "" ? "" : `; buttons: ${buttons}`}</p></section>`;
}

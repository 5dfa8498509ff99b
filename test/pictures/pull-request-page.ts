import { escapeHtml, markdownToHtml } from "./markdown-to-html.ts";

/** What was published on a pull request, as GitHub was told it. */
export interface Published {
  readonly comment: string;
  readonly checks: readonly {
    readonly name: string;
    readonly conclusion: string;
    readonly title: string;
  }[];
}

/** The part of a pull request's page that people look at: our comment, and the checks below it. */
export function pullRequestPage({ comment, checks }: Published): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><style>${STYLE}</style></head><body>
<section class="box">
  <header><span class="mark">${PORTCULLIS}</span> <b>portcullis</b> <span class="bot">bot</span> commented now</header>
  <div class="markdown">${markdownToHtml(comment)}</div>
</section>
<section class="box checks">
  <header class="merge">${summary(checks)}</header>
  ${checks.map(check).join("\n")}
</section>
<script>document.documentElement.dataset.height = String(document.body.offsetHeight)</script>
</body></html>`;
}

function summary(checks: Published["checks"]): string {
  const open = checks.filter(({ conclusion }) => !PASSING.includes(conclusion)).length;
  return open === 0
    ? `${ICONS["success"] ?? ""} <b>All checks have passed</b>`
    : `${ICONS["failure"] ?? ""} <b>Merging is blocked</b> <span class="muted">${open} of ${checks.length} checks have not passed</span>`;
}

function check({ name, conclusion, title }: Published["checks"][number]): string {
  return `<div class="check">${ICONS[conclusion] ?? ""} <span class="mark small">${PORTCULLIS}</span>
    <span class="line"><b>${escapeHtml(name)}</b> <span class="muted">${escapeHtml(title)}</span></span>
    ${name === "portcullis" ? '<span class="required">Required</span>' : ""}</div>`;
}

const PASSING = ["success", "neutral"];

const icon = (colour: string, shape: string) =>
  `<svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="${colour}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${shape}</svg>`;

const ICONS: Readonly<Record<string, string>> = {
  success: icon("#1a7f37", '<path d="M3 8.5l3.2 3.2L13 5"/>'),
  failure: icon("#cf222e", '<path d="M4 4l8 8M12 4l-8 8"/>'),
  action_required: icon("#9a6700", '<path d="M8 3v6M8 12.6v.1"/>'),
  neutral: icon("#59636e", '<path d="M4 8h8"/>'),
};

/** A portcullis of our own. */
const PORTCULLIS =
  '<svg viewBox="0 0 20 20" width="100%" height="100%"><rect width="20" height="20" rx="5" fill="#24406b"/><g stroke="#fff" stroke-width="1.5" stroke-linecap="round"><path d="M5 4v11M8.3 4v12M11.7 4v12M15 4v11M3.8 7h12.4M3.8 11h12.4"/></g></svg>';

const STYLE = `
* { box-sizing: border-box }
body { margin: 0; padding: 20px; width: 960px; background: #fff; color: #1f2328;
  font: 14px/1.5 "Liberation Sans", Arial, "Noto Color Emoji", sans-serif }
.box { border: 1px solid #d1d9e0; border-radius: 6px; overflow: hidden }
.box > header { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; padding: 9px 16px; color: #59636e }
.box > header b { color: #1f2328 }
.mark { display: inline-block; width: 20px; height: 20px; vertical-align: -5px; margin-right: 4px }
.mark.small { width: 18px; height: 18px; vertical-align: -4px; flex: none }
.bot { border: 1px solid #d1d9e0; border-radius: 10px; padding: 0 7px; font-size: 12px; margin-right: 4px }
.markdown { padding: 4px 16px 12px }
.markdown h3 { font-size: 18px; margin: 14px 0 8px; line-height: 1.3 }
.markdown p, .markdown ul { margin: 0 0 12px }
.markdown ul { padding-left: 24px }
.markdown li + li { margin-top: 4px }
.markdown code { background: #eff1f3; border-radius: 5px; padding: 1px 5px; font: 12px "DejaVu Sans Mono", monospace }
.markdown a { color: #0969da; text-decoration: none }
.markdown table { border-collapse: collapse; margin: 0 0 14px }
.markdown th, .markdown td { border: 1px solid #d1d9e0; padding: 5px 12px; text-align: left }
.markdown tbody tr:nth-child(even) { background: #f6f8fa }
.markdown details { margin: 0 0 12px }
.markdown sub { font-size: 12px; color: #59636e; vertical-align: baseline }
.checks { margin-top: 16px }
.check { display: flex; align-items: center; gap: 8px; padding: 7px 16px; border-top: 1px solid #eaeef2 }
.checks > header + .check { border-top: 0 }
.line { flex: 1; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
.line b { margin-right: 6px }
.muted { color: #59636e; font-weight: normal }
.icon { flex: none; vertical-align: -3px }
.required { border: 1px solid #d1d9e0; border-radius: 10px; padding: 0 8px; font-size: 12px; color: #59636e }
`;

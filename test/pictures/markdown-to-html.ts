import type { Nodes, Parents, Table } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";

/** Our own Markdown as HTML: the few kinds of nodes that it has, and its HTML as it stands. */
export function markdownToHtml(markdown: string): string {
  return html(unified().use(remarkParse).use(remarkGfm).parse(markdown));
}

/** Text in HTML. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function html(node: Nodes): string {
  if (node.type === "root") return inside(node);
  if (node.type === "text") return escapeHtml(node.value);
  if (node.type === "html") return node.value;
  if (node.type === "inlineCode") return `<code>${escapeHtml(node.value)}</code>`;
  if (node.type === "paragraph") return `<p>${inside(node)}</p>`;
  if (node.type === "heading") return `<h${node.depth}>${inside(node)}</h${node.depth}>`;
  if (node.type === "strong") return `<strong>${inside(node)}</strong>`;
  if (node.type === "emphasis") return `<em>${inside(node)}</em>`;
  if (node.type === "link") return `<a href="${escapeHtml(node.url)}">${inside(node)}</a>`;
  if (node.type === "list") return `<ul>${inside(node)}</ul>`;
  if (node.type === "listItem") return `<li>${node.children.map(tight).join("")}</li>`;
  if (node.type === "table") return table(node);
  throw new Error(`Our pages have no ${node.type}, so nobody said what it looks like.`);
}

/** GitHub puts no paragraphs into the items of a list that has no empty lines. */
function tight(node: Nodes): string {
  return node.type === "paragraph" ? inside(node) : html(node);
}

function inside(node: Parents): string {
  return node.children.map(html).join("");
}

function table({ children: [head, ...rows] }: Table): string {
  const cells = (row: Table["children"][number] | undefined, tag: string) =>
    `<tr>${(row?.children ?? []).map((cell) => `<${tag}>${inside(cell)}</${tag}>`).join("")}</tr>`;
  return `<table><thead>${cells(head, "th")}</thead><tbody>${rows.map((row) => cells(row, "td")).join("")}</tbody></table>`;
}

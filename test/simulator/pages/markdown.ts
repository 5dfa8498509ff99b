import type { Nodes, Parents } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { escapeHtml } from "./html.ts";

const parser = unified().use(remarkParse).use(remarkGfm);

/** Markdown as HTML without anything that could act: no scripts, no images, only links to the web. */
export function markdownToHtml(markdown: string): string {
  return render(parser.parse(markdown));
}

/** The tags that comments fold long parts with; any other HTML is shown as text. */
const harmless = /^<\/?(?:details|summary|br|sub|sup)\s*\/?>$/;

function render(node: Nodes): string {
  switch (node.type) {
    case "root":
      return inside(node);
    case "paragraph":
      return `<p>${inside(node)}</p>`;
    case "heading":
      return `<h${node.depth}>${inside(node)}</h${node.depth}>`;
    case "text":
      return escapeHtml(node.value);
    case "emphasis":
      return `<em>${inside(node)}</em>`;
    case "strong":
      return `<strong>${inside(node)}</strong>`;
    case "delete":
      return `<del>${inside(node)}</del>`;
    case "inlineCode":
      return `<code>${escapeHtml(node.value)}</code>`;
    case "code":
      return `<pre><code>${escapeHtml(node.value)}</code></pre>`;
    case "blockquote":
      return `<blockquote>${inside(node)}</blockquote>`;
    case "list":
      return node.ordered === true ? `<ol>${inside(node)}</ol>` : `<ul>${inside(node)}</ul>`;
    case "listItem":
      return `<li>${checkbox(node.checked)}${inside(node)}</li>`;
    case "table":
      return `<table>${inside(node)}</table>`;
    case "tableRow":
      return `<tr>${inside(node)}</tr>`;
    case "tableCell":
      return `<td>${inside(node)}</td>`;
    case "link":
      return link(node.url, inside(node));
    case "break":
      return "<br>";
    case "thematicBreak":
      return "<hr>";
    case "html":
      return html(node.value);
    case "image":
      return escapeHtml(node.alt ?? "");
    case "linkReference":
    case "footnoteDefinition":
      return inside(node);
    case "definition":
    case "footnoteReference":
    case "imageReference":
    case "yaml":
      return "";
  }
}

function inside(node: Parents): string {
  return node.children.map(render).join("");
}

function checkbox(checked: boolean | null | undefined): string {
  if (checked === null || checked === undefined) return "";
  return checked ? "☑ " : "☐ ";
}

function link(url: string, text: string): string {
  return /^https?:\/\//.test(url) ? `<a href="${escapeHtml(url)}">${text}</a>` : text;
}

function html(value: string): string {
  return value
    .replaceAll(/<!--[\s\S]*?-->/g, "")
    .split(/(<[^>]*>)/)
    .map((part) => (harmless.test(part) ? part : escapeHtml(part)))
    .join("");
}

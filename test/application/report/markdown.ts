import type { Nodes, Root } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";

/** The Markdown as GitHub would understand it, before it looks for mentions and references. */
export function parse(markdown: string): Root {
  return unified().use(remarkParse).use(remarkGfm).parse(markdown);
}

/** Every node below, in order, with the node above it. */
export function nodes(root: Nodes): readonly { node: Nodes; parent: Nodes | null }[] {
  const visit = (
    node: Nodes,
    parent: Nodes | null,
  ): readonly { node: Nodes; parent: Nodes | null }[] => [
    { node, parent },
    ...("children" in node ? node.children.flatMap((child) => visit(child, node)) : []),
  ];
  return visit(root, null);
}

/** What is read, without any markup. */
export function textOf(root: Nodes): string {
  return nodes(root)
    .map(({ node }) => (node.type === "text" || node.type === "inlineCode" ? node.value : ""))
    .join("");
}

/** The markup of our own; any other HTML came from outside. */
const OUR_HTML =
  /^(?:<!-- (?:portcullis(?::begin|:end| release \d+)? )?-->|<\/?span>|<\/?code>|<br>|<\/?sub>|<details>\n<summary>[\w ,:]+<\/summary>|<\/details>)$/;

/**
 * What GitHub makes of plain text after rendering: mentions, references to issues and commits,
 * names of emoji, advisories. Documented under "Autolinked references and URLs".
 */
const GITHUB_SEES: readonly (readonly [string, RegExp])[] = [
  ["a mention", /@[a-z0-9]/i],
  ["an issue", /#\d/],
  ["an issue by GH-", /gh-\d/i],
  ["an advisory", /ghsa-\w|cve-\d/i],
  ["a commit", /[0-9a-f]{7,40}/i],
  ["an emoji's name", /:[+\w-]+:/],
  ["an address", /(?:https?|ftp):\/\/|www\./i],
  ["a formula", /\$[^$]/],
];

/** What GitHub would make of the page's text, which is none of our doing: not of code, nor of links. */
export function seenByGitHub(root: Nodes): readonly string[] {
  return nodes(root).flatMap(({ node, parent }) =>
    node.type === "text" && parent?.type !== "link"
      ? GITHUB_SEES.flatMap(([what, pattern]) =>
          pattern.test(node.value) ? [`${what} in ${JSON.stringify(node.value)}`] : [],
        )
      : [],
  );
}

/** HTML that is not ours. */
export function foreignHtml(root: Nodes): readonly string[] {
  return nodes(root).flatMap(({ node }) =>
    node.type === "html" && !OUR_HTML.test(node.value) ? [node.value] : [],
  );
}

import type { Nodes } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified, type Processor } from "unified";

import { normalisedLabel, type Definitions } from "./definitions.ts";

/** A link as it leads somewhere: references are resolved, escapes and entities decoded. */
export interface Link {
  readonly target: string;
  /** The line within the text, from 0. */
  readonly line: number;
}

/** How much unusual Markdown one document may still put before remark. Shared by all its links. */
export interface LinkBudget {
  characters: number;
  texts: number;
}

/** A text that says where evidence lies is a line or two; remark needs milliseconds for more. */
const LONGEST_TEXT = 2_000;
const MOST_BRACKETS = 40;
const MOST_DEFINITIONS = 10;

/**
 * All links in a part of a paragraph, in order; images and HTML are none. The plain form, which
 * is all that most people write, takes time in proportion to the text; the rest is remark's, and
 * is null ("too much") once the budget is spent or the text is larger than evidence can be.
 */
export function readLinks(
  text: string,
  definitions: Definitions,
  budget: LinkBudget,
): readonly Link[] | null {
  const plain = plainLinks(text);
  if (plain !== null) return plain;

  const brackets = text.split(/[[\]]/, MOST_BRACKETS + 2).length - 1;
  if (text.length > LONGEST_TEXT || brackets > MOST_BRACKETS) return null;
  const source = withDefinitions(text.trimEnd(), definitions);
  if (source === null || source.length > budget.characters || budget.texts === 0) return null;
  budget.characters -= source.length;
  budget.texts--;
  return linksOf(source);
}

/** Whatever could begin a link, or change what one means. */
const MARK = /[[\]\\&<@]|https?:|www\./gi;
const PLAIN_FORMS = [
  /\[(?:[^[\]\\&<^@:\n][^[\]\\&<@:\n]*)\]\(([^()[\]\\&<>"'\s]+)\)/y,
  /<(https:\/\/[a-z0-9.-]+\/?[\w./?#=-]*)>/y,
  /(https:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/(?:[a-z0-9./?#=-]*[a-z0-9/])?)?)(?=[.,;]?(?:\s|$))/y,
];

/** The links of a text that has no others than `[words](target)` and plain addresses; else null. */
function plainLinks(text: string): readonly Link[] | null {
  const links: Link[] = [];
  let line = 0;
  let from = 0;
  for (const { index } of text.matchAll(MARK)) {
    // Within the target of the link before.
    if (index < from) continue;
    const before = text.charAt(index - 1);
    const found = plainFormAt(text, index);
    if (found === null || before === "!") return null;
    if (text.charAt(index) === "h" && !/\s/.test(before)) return null;
    line += text.slice(from, index).split("\n").length - 1;
    links.push({ target: found.target, line });
    from = found.end;
  }
  return links;
}

function plainFormAt(text: string, at: number): { target: string; end: number } | null {
  for (const form of PLAIN_FORMS) {
    form.lastIndex = at;
    const target = form.exec(text)?.[1];
    if (target !== undefined) return { target, end: form.lastIndex };
  }
  return null;
}

/** Only what stands in a paragraph is read: the blocks around it have been found already. */
function onlyInline(this: Processor): void {
  const data = this.data();
  data.micromarkExtensions ??= [];
  data.micromarkExtensions.push({
    disable: {
      null: [
        "blockQuote",
        "codeFenced",
        "codeIndented",
        "codeText",
        "headingAtx",
        "htmlFlow",
        "list",
        "setextUnderline",
        "table",
        "thematicBreak",
      ],
    },
  });
}

const inline = unified().use(remarkParse).use(remarkGfm).use(onlyInline).freeze();

function linksOf(source: string): readonly Link[] {
  const tree = inline.parse(source);
  const targets = new Map<string, string>();
  const found: { readonly node: Nodes; readonly line: number }[] = [];
  const pending: Nodes[] = [tree];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === "definition" && !targets.has(node.identifier)) {
      targets.set(node.identifier, node.url);
    }
    if (node.type === "link" || node.type === "linkReference") {
      found.push({ node, line: (node.position?.start.line ?? 1) - 1 });
    }
    if ("children" in node) pending.push(...node.children.toReversed());
  }
  return found.flatMap(({ node, line }) => {
    if (node.type === "link")
      return isBareAddress(node.url, source) ? [] : [{ target: node.url, line }];
    const target = node.type === "linkReference" ? targets.get(node.identifier) : undefined;
    return target === undefined ? [] : [{ target, line }];
  });
}

/** GitHub makes a link of every mail address; who wrote one did not mean it as a link. */
function isBareAddress(target: string, source: string): boolean {
  return target.startsWith("mailto:") && !source.includes(target);
}

/** The text with those definitions below it that it refers to, or null when they are too many. */
function withDefinitions(text: string, definitions: Definitions): string | null {
  const used = new Map<string, string>();
  for (const [, label = ""] of text.matchAll(/\[((?:[^[\]\\]|\\.)+)\]/g)) {
    const normalised = normalisedLabel(label);
    const definition = definitions.get(normalised);
    if (definition !== undefined) used.set(normalised, definition);
  }
  if (used.size > MOST_DEFINITIONS) return null;
  return [text, "", ...used.values()].join("\n");
}

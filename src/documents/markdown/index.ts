/** Reads the structure of Markdown, in time proportional to the text. Knows nothing of our documents. */
export { MAX_NESTING, scanBlocks } from "./block-scanner.ts";
export type { Block, Blocks, ItemNode } from "./blocks.ts";
export type { Definitions } from "./definitions.ts";
export { findFrontMatter } from "./front-matter.ts";
export type { FrontMatter } from "./front-matter.ts";
export { blanked, inlineSpans } from "./inline-spans.ts";
export { readLinks } from "./links.ts";
export type { Link, LinkBudget } from "./links.ts";
export { lengthOfWords, placeholderSeen, plainText } from "./seen-text.ts";

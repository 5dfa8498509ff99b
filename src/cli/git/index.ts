export { changesBetween } from "./changes.ts";
export { type Clone, openClone } from "./clone.ts";
export { GitFailure } from "./git.ts";
export { findCommit, isRevision, readTexts } from "./objects.ts";
export { type Base, findBefore, type RangeStart } from "./range-start.ts";
export { tagsOf } from "./tags.ts";
export { entryOf, isGarbled, listTree, type Tree } from "./tree.ts";

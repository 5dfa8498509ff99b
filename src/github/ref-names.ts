/** What git allows in no ref's name: https://git-scm.com/docs/git-check-ref-format */
const NEVER_IN_A_NAME = /[\p{Cc} ~^:?*[\\]|\.\.|@\{|\/\/|^\/|\/$|^$/u;

/**
 * Whether this can be the name of a branch or a tag. Any other text in an expression would mean
 * something else: `v1^2` is the second parent of `v1`, `v1:docs` a directory.
 */
export function canBeRefName(name: string): boolean {
  return !NEVER_IN_A_NAME.test(name);
}

/** The commit that a tag points at, however often it is wrapped, as git's expression. */
export function commitOfTag(tag: string): string {
  return `refs/tags/${tag}^{commit}`;
}

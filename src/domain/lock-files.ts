/**
 * Files that say which version of each component is taken. Where a package manager has no such file,
 * the one in which its versions are written stands in for it.
 */
const LOCK_FILES = [
  // JavaScript
  /^(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock)$/,
  // Python
  /^(poetry\.lock|uv\.lock|pdm\.lock|pylock(\..+)?\.toml|Pipfile\.lock|.*requirements.*\.txt)$/,
  // Java, Kotlin, Scala
  /^(pom\.xml|gradle\.lockfile|buildscript-gradle\.lockfile|libs\.versions\.toml)$/,
  // Go, Rust, C and C++
  /^(go\.(mod|sum|work\.sum)|Cargo\.lock|conan\.lock)$/,
  // .NET
  /^(packages\.(lock\.json|config)|paket\.lock)$/,
  // Ruby, PHP, Elixir, Swift, Dart, Haskell
  /^(Gemfile\.lock|composer\.lock|mix\.lock|Package\.resolved|Podfile\.lock|pubspec\.lock|stack\.yaml\.lock|cabal\.project\.freeze)$/,
  // Infrastructure, builds
  /^(Chart\.lock|\.terraform\.lock\.hcl|flake\.lock|MODULE\.bazel\.lock)$/,
];

/** Whether a change of this file changes of which components the product consists. */
export function isLockFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return LOCK_FILES.some((pattern) => pattern.test(name));
}

/**
 * Compares version names as people read them: numbers by their value, `v1.10.0` after `v1.9.0`, and a
 * pre-release (`v2.0.0-rc.1`) before what it prepares. Negative when `a` is the lower one.
 * The order of pre-releases is that of https://semver.org/#spec-item-11
 */
export function compareVersions(a: string, b: string): number {
  const [ours, theirs] = [partsOf(a), partsOf(b)];
  for (let index = 0; index < Math.max(ours.length, theirs.length); index += 1) {
    const order = compareParts(ours[index], theirs[index]);
    if (order !== 0) return order;
  }
  return 0;
}

/** Runs of digits, and of everything else; what comes after a `+` names a build, not a version. */
function partsOf(version: string): readonly string[] {
  return version.replace(/\+.*$/, "").match(/\d+|\D+/g) ?? [];
}

function compareParts(a: string | undefined, b: string | undefined): number {
  const order = rankOf(a) - rankOf(b);
  if (order !== 0 || a === undefined || b === undefined || a === b) return order;
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  return a < b ? -1 : 1;
}

/** `1.4-rc` comes before `1.4`, which ends here, and that before `1.4.1`. */
function rankOf(part: string | undefined): number {
  if (part === undefined) return 1;
  return part.startsWith("-") ? 0 : 2;
}

/** Of any length: dates and hashes are longer than what a number holds. */
function compareNumbers(a: string, b: string): number {
  const [ours, theirs] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  if (ours.length !== theirs.length) return ours.length - theirs.length;
  if (ours === theirs) return 0;
  return ours < theirs ? -1 : 1;
}

function isNumber(part: string): boolean {
  return /^\d/.test(part);
}

/**
 * Whether what a VEX document calls a product is plainly another one than what a repository makes: a
 * package URL (https://github.com/package-url/purl-spec) or an address on GitHub that names neither
 * the repository nor its owner. A name that says neither, such as the ids inside of CSAF documents,
 * is taken for ours: the document lies in the repository.
 */
export function isPlainlyAnother(product: string, repository: string): boolean {
  const [owner = "", name = ""] = repository.toLowerCase().split("/");
  const wanted = product.toLowerCase();
  const page = /^https?:\/\/(?:www\.)?github\.com\/([^/?#]+)\/([^/?#]+)/.exec(wanted);
  if (page) return page[1] !== owner || page[2]?.replace(/\.git$/, "") !== name;
  const purl = /^pkg:\/*([a-z][a-z0-9.+-]*)\/([^?#]+)/.exec(wanted);
  if (purl === null) return wanted.startsWith("pkg:");
  const [type, rest = ""] = purl.slice(1);
  const parts = decoded(rest)
    .split("/")
    .filter((part) => part !== "");
  const own = (parts.pop() ?? "").replace(/(?!^)@.*$/, "");
  const namespace = parts.map((part) => part.replace(/^@/, ""));
  const isNamedSo = alike(own, name);
  if (type === "github") return !isNamedSo || namespace[0] !== owner;
  // `com.acme` of Maven, `github.com/acme` of Go, `@acme` of npm.
  const isOfOwner = namespace.flatMap((part) => part.split(".")).includes(owner);
  return namespace.length === 0 ? !isNamedSo : !isOfOwner;
}

/** Package managers do not tell `-`, `_` and `.` apart alike. */
function alike(a: string, b: string): boolean {
  const plain = (text: string) => text.replace(/[-_.]+/g, "-");
  return plain(a) === plain(b);
}

/** What is encoded badly names nothing of ours. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

import { ARCHIVE, inFile, type Mutation } from "./mutation.ts";

const archive = inFile(ARCHIVE);
const ALL =
  "archive.complete unsatisfied, archive.documents unsatisfied, archive.assets unsatisfied";

// One row, one line.
// prettier-ignore
export const ARCHIVE_ROWS: readonly Mutation[] = [
  ["an unknown key", archive("retain-for: 6y", "retain-for: 6y\nowner: kari"), "archive.exists unsatisfied"],
  ["a key twice", archive("access: Support;", "access: Support\naccess: Support;"), "archive.exists unsatisfied"],
  ["location: empty", archive("location: https://archive.acme.example/shop", "location:"), "archive.exists unsatisfied"],
  ["location: a placeholder", archive("https://archive.acme.example/shop", "\"{{where}}\""), "archive.exists unsatisfied"],
  ["access: empty", archive("access: Support; customers on request; supervisory authorities through dpo@acme.example", "access:"), "archive.exists unsatisfied"],
  ["access: a placeholder", archive("Support; customers on request; supervisory authorities through dpo@acme.example", "TBD"), "archive.exists unsatisfied"],
  ["retention: empty", archive("retain-for: 6y", "retain-for:"), "archive.retention unsatisfied"],
  ["retention: shorter than the policy's", archive("retain-for: 6y", "retain-for: 59mo"), "archive.retention unsatisfied"],
  ["retention: no duration", archive("retain-for: 6y", "retain-for: six years"), "archive.retention unsatisfied"],
  ["retention: a placeholder", archive("retain-for: 6y", "retain-for: TODO"), "archive.retention unsatisfied"],
  ["artifacts: a text", archive("artifacts:\n", "artifacts: all\nx:\n"), `archive.exists unsatisfied, ${ALL}`],
  ["category: another name", archive("category: licences", "category: license"), "archive.complete unsatisfied"],
  ["category: empty", archive("category: licences", "category:"), ALL],
  ["category: a placeholder", archive("category: licences", "category: XXX"), ALL],
  ["path: a file that nobody looked up", archive("path: docs/dpia.md", "path: docs/pia.md"), "archive.documents unknown"],
  ["path: outside of the repository", archive("path: docs/dpia.md", "path: ../dpia.md"), ALL],
  ["path: absolute", archive("path: docs/dpia.md", "path: /docs/dpia.md"), ALL],
  ["path: empty", archive("path: docs/dpia.md", "path:"), ALL],
  ["an artifact with neither path nor reason", archive(",    path: docs/requirements.md", ""), ALL],
  ["an artifact with both a path and an asset", archive("path: docs/dpia.md", "path: docs/dpia.md, asset: dpia.pdf"), ALL],
  ["an asset's sha256: none", archive("asset: shop.cdx.json", "asset: shop.cdx.json, sha256: abc"), ALL],
  ["a reason that says nothing", archive("The SBOM lists the licence of every component", "TODO"), ALL],
  ["an artifact with an unknown key", archive("asset: shop.cdx.json", "asset: shop.cdx.json, size: 10"), ALL],
];

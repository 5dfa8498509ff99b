import { readFileSync, writeFileSync } from "node:fs";
import { format } from "prettier";
import type { CatalogueGate } from "../../src/domain/index.ts";
import { CLAUSES, TEXT_BY_ID, type Clause } from "../support/clauses.ts";
import { KNOWLEDGE } from "../support/knowledge.ts";
import { readScenario, scenarioFiles } from "../support/scenario.ts";

const PAGE = new URL("../../docs/reference/controls.md", import.meta.url);

const TEXTS: Readonly<Record<string, string>> = {
  "datatilsynet-release": "Datatilsynet, Release",
  "ico-development": "ICO, Development",
  cra: "Regulation (EU) 2024/2847",
  nis2: "Directive (EU) 2022/2555",
  portcullis: "ours",
};

// UPDATE_DOCS=1 writes the page anew.
it("docs/reference/controls.md says what the catalogue says", async () => {
  const page = await format(
    [
      "# Controls",
      "",
      "Every requirement, the clause it comes from, what is read to decide it, what mends it, who acts next, and the scenarios that show it fail. This page is made from `config/catalogue.yml`; a test fails when it is stale.",
      "",
      "The texts: [Datatilsynet, “Release”](https://www.datatilsynet.no/en/about-privacy/virksomhetenes-plikter/data-protection-by-design-and-by-default/release/), and [ICO, “Development”](https://ico.org.uk/for-organisations/uk-gdpr-guidance-and-resources/designing-products-that-protect-privacy/privacy-in-the-product-design-lifecycle/development-stage/). What is “ours” goes beyond them. The clocks of [Regulation (EU) 2024/2847](https://eur-lex.europa.eu/eli/reg/2024/2847/oj/eng) and [Directive (EU) 2022/2555](https://eur-lex.europa.eu/eli/dir/2022/2555/oj/eng) are asked for where a policy names them under `regimes`.",
      "",
      "## Clause by clause",
      "",
      "Each clause of the two texts that asks something of a release, from `config/clauses.yml`, with the requirements that answer it, and what a person is asked where no software can decide.",
      "",
      "| clause | requirements | what a person is asked |",
      "| --- | --- | --- |",
      ...CLAUSES.map(rowOf),
      "",
      ...KNOWLEDGE.catalogue.gates.flatMap(sectionOf),
    ].join("\n"),
    { parser: "markdown", printWidth: 100 },
  );
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, "utf8")).toBe(page);
});

function rowOf({ text, heading, quotation, requirements, asks }: Clause): string {
  const source = TEXT_BY_ID.get(text);
  const link = `[${source?.title ?? text}, ${heading}](${source?.url ?? ""})`;
  const ids = requirements.map((id) => `\`${id}\``).join(", ");
  return `| ${[`“${quotation}”<br>${link}`, ids, asks ?? ""].join(" | ")} |`;
}

function sectionOf({ id, title, requirements }: CatalogueGate): readonly string[] {
  return [
    `## ${title}: \`${id}\``,
    "",
    "| requirement | clause | what is read | to mend it | acts next | scenarios |",
    "| --- | --- | --- | --- | --- | --- |",
    ...requirements.map(({ id: requirement, title: what, source, reads, remedy, actsNext }) => {
      const clause = `${TEXTS[source.document] ?? source.document}: ${source.clause}`;
      return `| ${[`\`${requirement}\`<br>${what}`, clause, reads, remedy, actsNext, linksTo(requirement)].join(" | ")} |`;
    }),
    "",
  ];
}

/** The scenarios that are most about the requirement: those that turn the fewest others. */
function linksTo(requirement: string): string {
  const gate = requirement.split(".")[0] ?? "";
  return scenarioFiles()
    .filter(({ name }) => name.startsWith(`${gate}/`))
    .map(({ name, url }) => ({ name, turns: readScenario(url).turns }))
    .filter(({ turns }) => turns.includes(requirement))
    .sort((a, b) => a.turns.length - b.turns.length)
    .slice(0, 2)
    .map(({ name }) => `[${name.slice(gate.length + 1)}](../../test/scenarios/${name}.json)`)
    .join(", ");
}

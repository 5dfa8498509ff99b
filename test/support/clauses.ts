import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Catalogue } from "../../src/domain/index.ts";
import { checkFields, readYaml } from "../../src/text/index.ts";

const PATH = "config/clauses.yml";

const shape = {
  texts: z.array(z.strictObject({ id: z.string(), title: z.string(), url: z.url() })),
  clauses: z.array(
    z.strictObject({
      text: z.string(),
      heading: z.string(),
      quotation: z.string(),
      requirements: z.array(z.string()),
      asks: z.string().optional(),
    }),
  ),
};

/** A clause of a text, the requirements that answer it (`gate.*`: all of one), and what a person is asked. */
export type Clause = z.output<typeof shape.clauses>[number];

const written = readFileSync(new URL(`../../${PATH}`, import.meta.url), "utf8");
const { fields, problems } = checkFields(readYaml(PATH, written), shape);
if (problems.length > 0) throw new Error(JSON.stringify(problems, null, 2));

/** Every clause that asks something of a release, in the order of the texts. */
export const CLAUSES: readonly Clause[] = fields.clauses ?? [];

/** The texts, with where they are public. */
export const TEXT_BY_ID = new Map((fields.texts ?? []).map((text) => [text.id, text]));

/** The most words of a text that are quoted at once. */
const LONGEST = 15;

/**
 * What breaks the way from the texts to the tests, in words: a clause that nothing answers, a
 * requirement without a clause, or one that no test shows failing.
 */
export function gapsIn(
  clauses: readonly Clause[],
  catalogue: Catalogue,
  shownFailing: ReadonlySet<string>,
): readonly string[] {
  const known = catalogue.gates.flatMap(({ requirements }) => requirements);
  const ids = new Set(known.map(({ id }) => id));
  const named = (id: string) =>
    id.endsWith(".*") ? [...ids].filter((one) => one.startsWith(id.slice(0, -1))) : [id];
  const answering = new Set(clauses.flatMap(({ requirements }) => requirements.flatMap(named)));
  return [
    ...clauses.flatMap(({ text, quotation, requirements, asks }) => [
      ...(requirements.length === 0 && asks === undefined ? [`nothing answers: ${quotation}`] : []),
      ...requirements
        .filter((id) => !named(id).some((one) => ids.has(one)))
        .map((id) => `no such requirement: ${id}`),
      ...(quotation.split(/\s+/).length > LONGEST
        ? [`quoted at too great length: ${quotation}`]
        : []),
      ...(TEXT_BY_ID.has(text) ? [] : [`no such text: ${text}`]),
    ]),
    ...known
      .filter(({ id, source }) => TEXT_BY_ID.has(source.document) && !answering.has(id))
      .map(({ id }) => `no clause asks for: ${id}`),
    ...known
      .filter(({ id }) => !shownFailing.has(id))
      .map(({ id }) => `nothing shows it failing: ${id}`),
  ];
}

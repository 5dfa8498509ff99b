import { readFileSync, readdirSync } from "node:fs";
import type { Evidence, FileEntry } from "../../src/domain/index.ts";
import { PEOPLE, blobId, file, shopDocuments, shopEvidence } from "../support/shop.ts";
import { VALUES } from "./values.ts";

const TEMPLATES = new URL("../../config/templates/", import.meta.url);

export const LANGUAGES = readdirSync(TEMPLATES).sort();

/** Written after the other documents, since it names their blobs. */
const LAST = "security-review.md";

export function templatesIn(language: string): readonly string[] {
  return readdirSync(new URL(`${language}/`, TEMPLATES)).sort();
}

export function template(language: string, name: string): string {
  return readFileSync(new URL(`${language}/${name}`, TEMPLATES), "utf8");
}

export function blanksIn(text: string): readonly string[] {
  return [...text.matchAll(BLANK)].map(([blank]) => blank);
}

const BLANK = /\{\{[^]*?\}\}/g;

/** What is left undone: a template as a whole, or one of its blanks. */
export interface Left {
  readonly name: string;
  readonly blank?: number;
}

/** The example, with every document and the policy made from the templates of one language. */
export function madeFromTemplates(language: string, left?: Left): Evidence {
  const evidence = shopEvidence();
  const texts: Record<string, string> = { ...shopDocuments() };
  const names = templatesIn(language).filter((name) => name !== LAST);
  for (const name of [...names, LAST]) {
    texts[pathOf(name)] = filled(language, name, texts, left?.name === name ? left : undefined);
  }
  const { [POLICY]: policy = "", ...documents } = texts;
  const files: Record<string, FileEntry> = { ...evidence.files };
  for (const [path, text] of Object.entries(documents)) files[path] = file(text);
  const users = [PEOPLE.dpo, PEOPLE.security, PEOPLE.manager, PEOPLE.responder, PEOPLE.tester];
  return {
    ...evidence,
    files,
    policies: [{ repository: "acme/shop", path: POLICY, entry: file(policy) }],
    people: {
      users: Object.fromEntries(
        users.map((person) => [person.login, { status: "read", value: person }]),
      ),
      teams: {},
    },
  };
}

const POLICY = ".github/portcullis.yml";

function pathOf(name: string): string {
  if (name === "portcullis.yml") return POLICY;
  return name === "security.txt" ? ".well-known/security.txt" : `docs/${name}`;
}

function filled(
  language: string,
  name: string,
  texts: Readonly<Record<string, string>>,
  left?: Left,
): string {
  const text = template(language, name);
  if (left !== undefined && left.blank === undefined) return text;
  let index = -1;
  const written = text.replace(BLANK, (blank) => {
    index += 1;
    if (index === left?.blank) return blank;
    const value = VALUES[name]?.[index] ?? blank;
    const isBlob = name === LAST && Object.hasOwn(texts, value) && index > 7;
    return isBlob ? blobId(texts[value] ?? "") : value;
  });
  return written.replaceAll("- [ ] `", "- [x] `");
}

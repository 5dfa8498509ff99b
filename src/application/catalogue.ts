import { z } from "zod";
import {
  APPROVING_ROLES,
  ROLES,
  type ActsNext,
  type Catalogue,
  type CatalogueRequirement,
} from "../domain/index.ts";
import { checkFields, readYaml } from "../text/index.ts";

const sourceSchema = z.strictObject({ document: z.string(), clause: z.string() });
const actsNextSchema = z.enum(["author", "administrator", "portcullis", ...ROLES]);

const requirementSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  reads: z.string().optional(),
  remedy: z.string().optional(),
  source: sourceSchema.optional(),
  "acts-next": actsNextSchema.optional(),
  item: z.literal("true").optional(),
});

const gateSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  source: sourceSchema,
  "acts-next": actsNextSchema,
  reads: z.string(),
  approval: z.enum(APPROVING_ROLES).optional(),
  requirements: z.array(requirementSchema).optional(),
});

const shape = {
  confirmations: z.strictObject({
    dpo: z.string(),
    "security-advisor": z.string(),
    "release-authority": z.string(),
    "incident-responder": z.string(),
    tester: z.string(),
  }),
  gates: z.array(gateSchema),
  "approval-requirements": z.array(requirementSchema),
  item: z.strictObject({ reads: z.string(), remedy: z.string() }),
};

type WrittenGate = z.output<typeof gateSchema>;
type WrittenRequirement = z.output<typeof requirementSchema>;

/**
 * Reads `config/catalogue.yml`. The file is ours and ships with the code, so a problem in it is a
 * bug: it throws, naming each line.
 */
export function parseCatalogue(path: string, text: string): Catalogue {
  const { fields, problems } = checkFields(readYaml(path, text), shape);
  const { gates, confirmations, item } = fields;
  const approvals = fields["approval-requirements"];
  if (problems.length > 0 || !gates || !confirmations || !item || !approvals) {
    const lines = problems.map(({ line, message }) => `${path}:${line}: ${message}`);
    throw new Error(`The catalogue of controls is broken.\n${lines.join("\n")}`);
  }
  return {
    confirmations,
    gates: gates.map((gate) => ({
      id: gate.id,
      title: gate.title,
      requirements: (gate.approval ? approvals : (gate.requirements ?? [])).map((requirement) =>
        fillIn(requirement, gate, item),
      ),
    })),
  };
}

function fillIn(
  written: WrittenRequirement,
  gate: WrittenGate,
  item: { readonly reads: string; readonly remedy: string },
): CatalogueRequirement {
  const remedy = written.remedy ?? (written.item ? item.remedy : undefined);
  if (remedy === undefined) throw new Error(`${gate.id}.${written.id} has no remedy.`);
  const actsNext: ActsNext = written["acts-next"] ?? gate["acts-next"];
  return {
    id: `${gate.id}.${written.id}`,
    title: written.title,
    source: written.source ?? gate.source,
    reads: written.reads ?? (written.item ? item.reads : gate.reads),
    remedy,
    actsNext,
    item: written.item !== undefined,
  };
}

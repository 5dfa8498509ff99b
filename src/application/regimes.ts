import { z } from "zod";
import { REGIMES, type RegimeLaw } from "../domain/index.ts";
import { checkFields, duration, readYaml } from "../text/index.ts";

const clock = z.strictObject({
  id: z.string(),
  title: z.string(),
  within: duration,
  clause: z.string(),
});

const regime = z.strictObject({
  id: z.enum(REGIMES),
  title: z.string(),
  "reports-to": z.string(),
  clocks: z.array(clock).min(1),
});

/**
 * Reads `config/regimes.yml`. The file is ours and ships with the code, so a problem in it is a bug:
 * it throws, naming each line. That includes a regime that a policy can name, and that is not there.
 */
export function parseRegimes(path: string, text: string): readonly RegimeLaw[] {
  const { fields, problems } = checkFields(readYaml(path, text), { regimes: z.array(regime) });
  const laws = (fields.regimes ?? []).map(({ "reports-to": reportsTo, ...rest }) => ({
    ...rest,
    reportsTo,
  }));
  const lacking = REGIMES.filter((id) => !laws.some((law) => law.id === id));
  if (problems.length > 0 || lacking.length > 0) {
    const lines = problems.map(({ line, message }) => `${path}:${line}: ${message}`);
    const missing = lacking.map((id) => `${path}: ${id} is missing.`);
    throw new Error(`The regimes are broken.\n${[...lines, ...missing].join("\n")}`);
  }
  return laws;
}

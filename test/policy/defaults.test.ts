import { parsePolicyDefaults } from "../../src/policy/index.ts";
import { fileOf } from "./context.ts";

const policy = fileOf("config/policy-defaults.yml");
const criticality = fileOf("config/criticality.yml");

function problemsWith(changed: { policy?: string; criticality?: string }): readonly string[] {
  const read = parsePolicyDefaults(
    { path: "policy.yml", text: changed.policy ?? policy },
    { path: "criticality.yml", text: changed.criticality ?? criticality },
  );
  return "defaults" in read ? [] : read.problems.map((one) => `${one.path}: ${one.message}`);
}

describe("the defaults in config", () => {
  it("are in order", () => {
    expect(problemsWith({})).toEqual([]);
  });

  it.each<[string, { policy?: string; criticality?: string }, string]>([
    [
      "a missing default",
      { policy: policy.replace(/^comment:.*\n/m, "") },
      "policy.yml: `comment` has no default.",
    ],
    [
      "a bad default",
      { policy: policy.replace("comment: true", "comment: maybe") },
      "policy.yml: `comment` is `maybe`; expected true or false.",
    ],
    [
      "an unknown key",
      { policy: `${policy}colour: red\n` },
      "policy.yml: The key `colour` is not known.",
    ],
    [
      "a missing criticality",
      { criticality: criticality.replace(/^low:\n( {2}.*\n)+/m, "") },
      "criticality.yml: `low` is missing.",
    ],
    [
      "a bad promise",
      { criticality: criticality.replace("never", "whenever") },
      "criticality.yml: `low.exercised-within` is `whenever`; expected a duration such as 365d, or never.",
    ],
  ])("tell of %s", (_what, changed, problem) => {
    expect(problemsWith(changed)).toEqual([problem]);
  });
});

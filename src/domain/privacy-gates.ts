/** The gates that are the DPO's concern: what the ICO's text asks for. */
export const PRIVACY_GATES = [
  "data-minimisation",
  "technical-measures",
  "data-rights",
  "secure-development",
] as const;

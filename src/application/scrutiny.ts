import type { AlertSource, Policy, Reading, Scrutiny } from "../domain/index.ts";
import { ALERT_SOURCES } from "../domain/index.ts";
import type { ScrutinyAsked } from "./ports.ts";

/** The gate that reads each source of alerts. */
const GATE_OF: Readonly<Record<AlertSource, string>> = {
  "secret-scanning": "technical-measures",
  "code-scanning": "technical-measures",
  dependabot: "secure-development",
};

/** What a policy makes worth asking GitHub: nothing for a gate that is off, or a source that is. */
export function scrutinyAskedBy(policy: Policy): ScrutinyAsked {
  const isOn = (gate: string) => policy.gates[gate]?.enabled !== false;
  const alerts = ALERT_SOURCES.filter(
    (source) => policy.alerts[source] !== "off" && isOn(GATE_OF[source]),
  );
  return {
    alerts,
    dependencies: alerts.includes("dependabot"),
    arrivals: isOn("secure-development"),
    twoFactor: isOn("secure-development"),
  };
}

/** Every part with the same reading: where nothing was asked, or nothing can be. */
export function scrutinyWithout(reading: Exclude<Reading<never>, { status: "read" }>): Scrutiny {
  return {
    alerts: { secretScanning: reading, codeScanning: reading, dependabot: reading },
    dependencies: reading,
    arrivals: reading,
    twoFactor: reading,
  };
}

/** What stands where the policy asks for nothing. */
export const NOT_ASKED = {
  status: "unreadable",
  reason: "The policy does not ask for it.",
} as const;

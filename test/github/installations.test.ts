import { createInstallations } from "../../src/github/installations.ts";
import { Limits } from "../../src/github/limits.ts";
import { client } from "./support/client.ts";

const clock = () => new Date();

it("begins anew with each installation where anything may be outdated", async () => {
  const installations = createInstallations({
    app: {
      slug: () => Promise.resolve("portcullis"),
      installations: () => Promise.resolve([1]),
      deliveries: {
        attemptsSince: () => Promise.resolve({ attempts: [], whole: true }),
        deliverAgain: () => Promise.reject(new Error("There is none.")),
      },
    },
    octokitFor: () => client(),
    appId: 1,
    limits: new Limits(clock),
    clock,
    log: { debug: () => undefined, warn: () => undefined },
    timeoutMilliseconds: 1_000,
  });
  const before = await installations.platform(1);
  installations.forget({ installationId: 1, what: { people: true } });
  expect(await installations.platform(1)).toBe(before);
  installations.forget(null);
  expect(await installations.platform(1)).not.toBe(before);
});

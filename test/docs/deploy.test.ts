import { readFileSync } from "node:fs";
import { load, loadAll } from "js-yaml";
import { z } from "zod";
import { readEnvironment, VARIABLES } from "../../src/environment.ts";

const textOf = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

const composeSchema = z.object({
  services: z.object({
    portcullis: z.object({
      deploy: z.object({ replicas: z.number() }),
      environment: z.record(z.string(), z.string()),
    }),
    postgres: z.object({ image: z.string(), volumes: z.array(z.string()) }),
  }),
  volumes: z.record(z.string(), z.object({})),
});

const labels = z.record(z.string(), z.string());
const probe = z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) });
const secretRef = z.object({ secretKeyRef: z.object({ name: z.string(), key: z.string() }) });
const deploymentSchema = z.object({
  kind: z.literal("Deployment"),
  spec: z.object({
    replicas: z.number(),
    selector: z.object({ matchLabels: labels }),
    template: z.object({
      metadata: z.object({ labels }),
      spec: z.object({
        terminationGracePeriodSeconds: z.number(),
        containers: z.tuple([
          z.object({
            ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
            env: z.array(
              z.union([
                z.object({ name: z.string(), value: z.string() }).strict(),
                z.object({ name: z.string(), valueFrom: secretRef }).strict(),
              ]),
            ),
            startupProbe: probe,
            livenessProbe: probe,
            readinessProbe: probe,
          }),
        ]),
      }),
    }),
  }),
});
const serviceSchema = z.object({
  kind: z.literal("Service"),
  spec: z.object({ selector: labels, ports: z.array(z.object({ targetPort: z.string() })) }),
});
const budgetSchema = z.object({
  kind: z.literal("PodDisruptionBudget"),
  spec: z.object({ minAvailable: z.number(), selector: z.object({ matchLabels: labels }) }),
});

const compose = composeSchema.parse(load(textOf("docs/deploy/compose.yml")));
const [deployment, service, budget] = z
  .tuple([deploymentSchema, serviceSchema, budgetSchema])
  .parse(loadAll(textOf("docs/deploy/kubernetes.yml")));
const pod = deployment.spec.template;
const [container] = pod.spec.containers;

/** What people put in, by the variable or the secret's key it stands for. */
const GIVEN: Readonly<Record<string, string>> = {
  APP_ID: "12",
  "app-id": "12",
  WEBHOOK_SECRET: "s3cret",
  "webhook-secret": "s3cret",
  PRIVATE_KEY: Buffer.from("-----BEGIN PRIVATE KEY-----").toString("base64"),
  "private-key": "-----BEGIN PRIVATE KEY-----",
  POSTGRES_PASSWORD: "pa55",
  "database-url": "postgres://portcullis:pa55@postgres/portcullis",
};
const given = (name: string) => GIVEN[name] ?? "";

describe("docs/deploy/compose.yml", () => {
  const { portcullis, postgres } = compose.services;
  const environment = Object.fromEntries(
    Object.entries(portcullis.environment).map(([name, value]) => [
      name,
      value.replaceAll(/\$\{(\w+):\?[^}]+\}/g, (_, variable: string) => given(variable)),
    ]),
  );

  it("sets only variables that the server reads, and all that it needs", () => {
    expect(VARIABLES).toEqual(expect.arrayContaining(Object.keys(environment)));
    expect(readEnvironment(environment).databaseUrl).toBe(
      "postgres://portcullis:pa55@postgres:5432/portcullis",
    );
  });

  it("runs two on a PostgreSQL that keeps its data in a volume that there is", () => {
    expect(portcullis.deploy.replicas).toBe(2);
    expect(postgres.image).toBe("postgres:17");
    expect(postgres.volumes.map((volume) => volume.split(":")[0])).toEqual(
      Object.keys(compose.volumes),
    );
  });
});

describe("docs/deploy/kubernetes.yml", () => {
  const environment = Object.fromEntries(
    container.env.map((variable) => [
      variable.name,
      "value" in variable ? variable.value : given(variable.valueFrom.secretKeyRef.key),
    ]),
  );

  it("sets only variables that the server reads, and all that it needs", () => {
    expect(VARIABLES).toEqual(expect.arrayContaining(Object.keys(environment)));
    const { databaseUrl, port } = readEnvironment(environment);
    expect(databaseUrl).not.toBeNull();
    expect(container.ports).toEqual([{ name: "http", containerPort: port }]);
  });

  it("takes from the secret what the page tells to put there", () => {
    const page = textOf("docs/how-to/run-several-replicas.md");
    const told = [...page.matchAll(/--from-(?:literal|file)=([\w-]+)=/g)].map(([, key]) => key);
    const taken = container.env.flatMap((variable) =>
      "value" in variable ? [] : [variable.valueFrom.secretKeyRef.key],
    );
    expect(told.toSorted()).toEqual(taken.toSorted());
  });

  it("asks the doors that the server has, at the port that it listens on", () => {
    const doors = textOf("src/http.ts");
    const { startupProbe, livenessProbe, readinessProbe } = container;
    for (const { httpGet } of [startupProbe, livenessProbe, readinessProbe]) {
      expect(doors).toContain(`"${httpGet.path}":`);
      expect(httpGet.port).toBe("http");
    }
    expect(readinessProbe.httpGet.path).toBe("/readyz");
    expect(service.spec.ports.map(({ targetPort }) => targetPort)).toEqual(["http"]);
  });

  it("keeps one of two running, and finds its own", () => {
    expect([deployment.spec.replicas, budget.spec.minAvailable]).toEqual([2, 1]);
    expect(pod.spec.terminationGracePeriodSeconds).toBe(30);
    const selectors = [deployment.spec.selector, budget.spec.selector];
    for (const { matchLabels } of selectors) expect(matchLabels).toEqual(pod.metadata.labels);
    expect(service.spec.selector).toEqual(pod.metadata.labels);
  });
});

describe("docs/reference/environment.md", () => {
  it("has a row for each variable that the server reads, and no other", () => {
    const rows = textOf("docs/reference/environment.md").matchAll(/^\| `([A-Z_]+)` +\|/gm);
    expect([...rows].map(([, name]) => name).toSorted()).toEqual(VARIABLES.toSorted());
  });
});

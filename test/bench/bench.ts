import { loadavg } from "node:os";
import { performance } from "node:perf_hooks";
import { decide } from "../../src/application/index.ts";
import { understand } from "../../src/application/understand.ts";
import { interpret } from "../../src/application/policy-reading.ts";
import { evaluate, type Evidence } from "../../src/domain/index.ts";
import { KNOWLEDGE } from "../support/knowledge.ts";
import { largeEvidence } from "../support/large.ts";
import { shopEvidence } from "../support/shop.ts";
import { setStage } from "../support/stage.ts";
import { workOf } from "../support/work.ts";
import { measureBlows, measureBurst, measureTaking } from "./burst.ts";
import { LIMIT, measureDocuments } from "./documents.ts";
import { measureLedger } from "./ledger.ts";
import { Table } from "./table.ts";

// Prints each target beside what was measured. A benchmark, never a test: machines differ.
const table = new Table((text) => process.stdout.write(text));

/** How often each blow is dealt, unless a number says otherwise. */
const BLOWS = 3;

const SECTIONS: Readonly<Record<string, (times: number) => unknown>> = {
  evaluation,
  requests,
  ledger: () => measureLedger(table),
  documents,
  burst: () => measureBurst(table),
  taking: () => measureTaking(table),
  blows: (times) => measureBlows(table, times),
};

const asked = process.argv.slice(2).filter((each) => Object.hasOwn(SECTIONS, each));
const times = Number(process.argv.slice(2).find((each) => /^\d+$/.test(each)) ?? BLOWS);
for (const [name, measure] of Object.entries(SECTIONS))
  if (asked.length === 0 || asked.includes(name)) await measure(times);
process.stdout.write(
  `\nThe machine at the end: load ${loadavg()[0]?.toFixed(1) ?? "?"}; a busy loop had ${processorShare()} % of a processor\n`,
);

/** How much of a processor a process gets that waits for nothing: a shared machine may give little. */
function processorShare(): number {
  const began = performance.now();
  const before = process.cpuUsage();
  while (performance.now() - began < 1_000);
  const { user, system } = process.cpuUsage(before);
  return Math.round((user + system) / 10 / (performance.now() - began));
}

function evaluation(): void {
  table.head("Evaluation, one core");
  const evidence = shopEvidence();
  const reading = interpret(evidence.policies, { defaultBranch: "main" }, KNOWLEDGE);
  if (reading.status !== "valid") throw new Error("The example's policy is not valid.");
  const c = understand(evidence, reading.policy, [], KNOWLEDGE);
  // A case of its own each time: what is worked out for one is kept with it.
  table.row(
    "evaluations of the example",
    "≥ 2,000 / s",
    `${perSecond(() => evaluate({ ...c }))} / s`,
  );
  table.row(
    "the same, with its policy and documents, known",
    "–",
    `${perSecond(() => decide(evidence, KNOWLEDGE))} / s`,
  );
  let run = 0;
  table.row(
    "… which nobody has read before",
    "–",
    `${perSecond(() => decide(edited(evidence, ++run), KNOWLEDGE))} / s`,
  );
  const large = (note: string, noteBefore = "known") =>
    largeEvidence(2_000, 300, { note, noteBefore });
  const known = large("known");
  if (decide(known, KNOWLEDGE).outcome !== "passed") throw new Error("It should pass.");
  const measure = (what: string, prepare: (run: number) => Evidence) => {
    const milliseconds = millisecondsOf((run) => {
      const evidence = prepare(run);
      return () => decide(evidence, KNOWLEDGE);
    });
    table.row(what, "≤ 150 ms", `${milliseconds} ms`);
  };
  measure("2,000 declarations that changed, 300 commits", () => known);
  measure("… after a push that changed each file of them", (run) => large(`push ${run}`));
  measure("… the first time after a start", (run) => large(`start ${run}`, `start ${run}`));
}

/** The same evidence in which each Markdown and YAML file has one more line, which says nothing. */
function edited(evidence: Evidence, run: number): Evidence {
  const edit = <Entry extends object>(path: string, entry: Entry): Entry => {
    if (!("text" in entry)) return entry;
    const line = /\.ya?ml$/.test(path) ? `# ${run}` : path.endsWith(".md") ? `<!-- ${run} -->` : "";
    return { ...entry, text: `${String(entry.text)}\n${line}\n` };
  };
  const files = Object.entries(evidence.files).map(([path, entry]) => [path, edit(path, entry)]);
  const policies = evidence.policies.map((source) => ({
    ...source,
    entry: edit(source.path, source.entry),
  }));
  return { ...evidence, files: Object.fromEntries(files) as Evidence["files"], policies };
}

async function requests(): Promise<void> {
  table.head("Requests to GitHub, once tokens, policy and teams are known");
  const stage = await setStage({ patience: 80 });
  const { people, github } = stage;
  const pullRequest = stage.releasePullRequest();
  await stage.settled();
  const count = async (act: () => void) => {
    github.requests.clear();
    act();
    await stage.settled();
    return String(github.requests.count());
  };
  table.row(
    "an evaluation that changes nothing",
    "1 or 2",
    await count(() => pullRequest.edit(people.author, { title: "v1.4.0, at last" })),
  );
  table.row(
    "… that changes checks and the comment",
    "≤ 3 + 1",
    await count(() => pullRequest.approve(people.responder)),
  );
  for (const person of [people.tester, people.security, people.dpo]) pullRequest.approve(person);
  await stage.settled();
  table.row(
    "… that turns to passed",
    "≤ 3 + 1 + 1",
    await count(() => pullRequest.approve(people.manager)),
  );
  table.head("From webhook to published check");
  github.faults.latency = 60;
  const times: number[] = [];
  for (let run = 0; run < 10; run++) {
    const begin = performance.now();
    const review = pullRequest.requestChanges(people.dpo);
    await until(() => pullRequest.checkRun("portcullis")?.conclusion === "failure");
    times.push(performance.now() - begin);
    await stage.settled();
    pullRequest.dismiss(review, people.dpo);
    pullRequest.approve(people.dpo);
    await stage.settled();
  }
  table.row("quiet, API answers after 60 ms, median of 10", "≤ 400 ms", `${median(times)} ms`);
  await stage.close();
}

function documents(): void {
  table.head("Reading documents of 512,000 bytes, hostile ones among them");
  const slowest = [...measureDocuments()].sort((a, b) => b.slowest - a.slowest).slice(0, 5);
  for (const { reader, text, slowest: milliseconds } of slowest) {
    table.row(`${reader}: ${text}`, `≤ ${LIMIT} ms`, `${Math.round(milliseconds)} ms`);
  }
}

/** How often in a second of one core's time: what else the machine does is left out. */
function perSecond(work: () => unknown): string {
  const spent = () => process.threadCpuUsage().user + process.threadCpuUsage().system;
  // A server runs for days: what the compiler does in the first seconds does not count.
  const warm = spent() + 3_000_000;
  while (spent() < warm) work();
  const begin = spent();
  let done = 0;
  while (spent() - begin < 1_500_000) {
    work();
    done++;
  }
  return Math.round((done * 1_000_000) / (spent() - begin)).toLocaleString("en");
}

/** Milliseconds of one core's time, the median of 20. */
function millisecondsOf(prepare: (run: number) => () => unknown): number {
  const times = Array.from({ length: 20 }, (_, run) => {
    const work = prepare(run);
    return workOf(work).milliseconds;
  });
  return median(times);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

function median(times: readonly number[]): number {
  return Math.round([...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0);
}

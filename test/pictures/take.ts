/**
 * Takes the README's picture, of the comment and the checks as a pull request shows them:
 *
 *     node test/pictures/take.ts [--out docs/images/check.png]
 *
 * It shows what was really published for the demo's incomplete release. Needs Chromium
 * (`apt-get install chromium fonts-liberation fonts-dejavu fonts-noto-color-emoji`), in `CHROMIUM`
 * where it has another name.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { incompleteDocuments } from "../demo/story.ts";
import { setStage } from "../support/stage.ts";
import { indexedPng } from "./indexed-png.ts";
import { pullRequestPage, type Published } from "./pull-request-page.ts";

const WIDTH = 960;
const LARGEST = 200 * 1024;

const { values } = parseArgs({
  options: {
    out: { type: "string", default: "docs/images/check.png" },
  },
});

const published = await publishedForTheDemo();

const folder = mkdtempSync(join(tmpdir(), "picture-"));
try {
  const page = join(folder, "page.html");
  writeFileSync(page, pullRequestPage(published));
  const out = resolve(values.out);
  browse(["--screenshot=" + out, `--window-size=${WIDTH},${heightOf(page)}`], page);
  const picture = indexedPng(readFileSync(out));
  writeFileSync(out, picture);
  const size = picture.length;
  process.stdout.write(`${out}: ${Math.round(size / 1024)} KB\n`);
  if (size > LARGEST) throw new Error("The picture is larger than 200 KB.");
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function publishedForTheDemo(): Promise<Published> {
  const stage = await setStage();
  const pullRequest = stage.releasePullRequest({ documents: incompleteDocuments() });
  await stage.settled();
  const checks = pullRequest.checkRuns().map(({ name, conclusion, title }) => ({
    name,
    conclusion: conclusion ?? "",
    title: title ?? "",
  }));
  const comment = pullRequest.record.comments.at(0)?.body ?? "";
  await stage.close();
  return { comment, checks };
}

/** The page says itself how high it is, once it is laid out. */
function heightOf(page: string): number {
  const dom = browse(["--dump-dom", `--window-size=${WIDTH},1000`], page);
  const height = /data-height="(\d+)"/.exec(dom)?.[1];
  if (height === undefined) throw new Error("The page does not say how high it is.");
  return Number(height);
}

function browse(options: readonly string[], page: string): string {
  const settings = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--disable-lcd-text",
    "--force-device-scale-factor=1.5",
    `--user-data-dir=${join(folder, "profile")}`,
  ];
  return execFileSync(
    process.env["CHROMIUM"] ?? "chromium",
    [...settings, ...options, pathToFileURL(page).href],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], timeout: 120_000 },
  );
}

import { setStage } from "../support/stage.ts";
import { Screen } from "./screen.ts";
import { play } from "./story.ts";

// The story of acme/shop v1.4.0 against a local GitHub: real HTTP, real signatures, no account.
// `--stay` leaves both running, to look around in a browser.
const screen = new Screen((text) => process.stdout.write(text));
const stay = process.argv.includes("--stay");
const begin = performance.now();

screen.title(
  "Portcullis: a release is held at the gate until its evidence is complete",
  "acme/shop v1.4.0, on a GitHub that runs on this machine. Nothing leaves it.",
);
const stage = await setStage();
const ok = await play(stage, screen);
const seconds = ((performance.now() - begin) / 1000).toFixed(1);

if (stay) {
  screen.end(
    [
      `  The local GitHub runs at ${stage.github.url}/acme/shop/pull/1`,
      `  Portcullis listens at    ${stage.app.url}`,
      "  Press Ctrl-C to stop both.",
    ].join("\n"),
  );
  process.once("SIGINT", () => void stage.close().then(() => process.exit(ok ? 0 : 1)));
} else {
  await stage.close();
  screen.end(ok ? `  Every step showed what it should (${seconds} s).` : "  Something was wrong.");
  process.exitCode = ok ? 0 : 1;
}

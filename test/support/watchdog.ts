/**
 * Loaded by each of Jest's workers. The runner lets a test take as long as it likes: one that waits
 * for ever is named, and its file fails, instead of holding up all the others.
 */
const LONGEST_MS = 600_000;

let current = "";
let since = performance.now();

setInterval(() => {
  const { testPath = "", currentTestName = "" } = expect.getState();
  const running = `${testPath}: ${currentTestName}`;
  if (running !== current) {
    current = running;
    since = performance.now();
  } else if (performance.now() - since > LONGEST_MS) {
    process.stderr.write(`Ended after ${LONGEST_MS / 60_000} minutes: ${running}\n`);
    process.exit(1);
  }
}, 1_000).unref();

import { readEnvironment } from "../../src/environment.ts";
import { endWhenTold } from "../../src/ending.ts";
import { start } from "../../src/main.ts";

/**
 * The server as it ships, but for its clock, which may be put: `CLOCK` is the time at which it
 * starts. Says on a line where it listens, once it does.
 */
const begin = process.env["CLOCK"];
const ahead = begin === undefined ? 0 : Date.parse(begin) - Date.now();
const portcullis = await start(readEnvironment(process.env), {
  now: () => new Date(Date.now() + ahead),
});
process.stdout.write(`listening ${portcullis.url}\n`);
endWhenTold(portcullis, () => undefined);

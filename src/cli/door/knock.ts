import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { couldNotRun, type ExitCode, type Surroundings } from "../command.ts";
import { answerSchema, written, type Asked } from "./messages.ts";

/** Asks the server that has the data open to do it; null: there is no server that can be asked. */
export async function knock(
  door: string,
  asked: Asked,
  surroundings: Surroundings,
): Promise<ExitCode | null> {
  const socket = connect({ path: door, allowHalfOpen: true });
  try {
    await once(socket, "connect");
  } catch {
    return null;
  }
  socket.end(written(asked));
  for await (const line of createInterface({ input: socket })) {
    const answer = answerSchema.parse(JSON.parse(line));
    if ("exit" in answer) return answer.exit;
    if ("stdout" in answer) surroundings.stdout.write(answer.stdout);
    else surroundings.stderr.write(answer.stderr);
  }
  return couldNotRun(surroundings, "The server stopped before it had answered. Try again.");
}

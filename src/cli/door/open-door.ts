import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { couldNotRun, type ExitCode, type Surroundings } from "../command.ts";
import type { DataCommand, Desk } from "../data-command.ts";
import { dataCommands } from "../data-commands.ts";
import { doorIn } from "../with-database.ts";
import { read, type Answer, type Asked } from "./messages.ts";

/** A door that is open. */
export interface Door {
  close(): Promise<void>;
}

/**
 * Lets commands be run on the data of this process, which no other process can open. The door is a
 * socket in the folder of the data: who may open that folder may come in, nobody else.
 */
export async function openDoor(
  dataDirectory: string,
  desk: Desk,
  commands: readonly DataCommand[] = dataCommands,
): Promise<Door> {
  const path = doorIn(dataDirectory);
  // One that a dead process left. Whoever has the folder has the door.
  await rm(path, { force: true });
  const visitors = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    visitors.add(socket.once("close", () => visitors.delete(socket)));
    socket.on("error", () => socket.destroy());
    void answer(socket, commands, desk);
  });
  server.listen(path).unref();
  await once(server, "listening");
  return {
    close: async () => {
      for (const visitor of visitors) visitor.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(socket: Socket, commands: readonly DataCommand[], desk: Desk): Promise<void> {
  const say = (said: Answer) => send(socket, said);
  const surroundings: Surroundings = {
    environment: {},
    directory: "/",
    stdout: { write: (stdout) => say({ stdout }) },
    stderr: { write: (stderr) => say({ stderr }) },
    now: () => new Date(),
  };
  try {
    await say({ exit: await run(read(await text(socket)), commands, desk, surroundings) });
    socket.end();
  } catch {
    // Who asks nothing that can be understood, or is gone, is not answered.
    socket.destroy();
  }
}

async function run(
  { command, given }: Asked,
  commands: readonly DataCommand[],
  desk: Desk,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const own = commands.find(({ name }) => name === command);
  const request = own?.understand(given);
  if (!own || request?.status !== "understood") {
    const other =
      "The server runs another version of Portcullis, which cannot do this: restart it.";
    return couldNotRun(surroundings, other);
  }
  try {
    return await own.act(request.value, desk, surroundings);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return couldNotRun(surroundings, `Something unexpected went wrong: ${what}`);
  }
}

/** Resolves when the reader is ready for more. @throws where the reader is gone: nobody wants the rest */
function send(socket: Socket, said: Answer): Promise<void> {
  if (socket.destroyed) throw new Error("Nobody listens any more.");
  if (socket.write(`${JSON.stringify(said)}\n`)) return Promise.resolve();
  return new Promise((resolve) => {
    const go = () => {
      socket.off("drain", go).off("close", go);
      resolve();
    };
    socket.once("drain", go).once("close", go);
  });
}

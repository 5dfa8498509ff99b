import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A wire to a database server, on which nobody can tell silence from a slow answer. */
export interface Wire {
  /** The database's address, by way of the wire. */
  readonly url: string;
  /** Holds back what anybody says, also on new connections; nobody is told that anything ended. */
  hold(): void;
  /** What was held back arrives, and all goes on. */
  free(): void;
  /**
   * The connections there are stay silent for good, and new ones are free: as after a failover
   * without a word, or in a network that forgets connections.
   */
  forget(): void;
  /** Ends all connections, and takes no more. */
  cut(): void;
}

/** Leads to a database. */
export async function layWire(target: string): Promise<Wire> {
  const address = new URL(target);
  const { hostname, port } = address;
  const ends = new Set<Socket>();
  let held = new Set<Socket>();
  let isHeld = false;
  const hold = () => {
    isHeld = true;
    for (const end of ends) held.add(end.pause());
  };
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    near.pipe(far).pipe(near);
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end);
      end.on("error", () => other.destroy());
      end.on("close", () => {
        ends.delete(end);
        other.destroy();
      });
    }
    if (isHeld) hold();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  address.port = String((server.address() as AddressInfo).port);
  return {
    url: address.href,
    hold,
    free: () => {
      isHeld = false;
      for (const end of held) end.resume();
      held = new Set();
    },
    forget: () => {
      hold();
      isHeld = false;
      held = new Set();
    },
    cut: () => {
      for (const end of ends) end.destroy();
      server.close();
    },
  };
}

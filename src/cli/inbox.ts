import type { ParkedDelivery, Which } from "../store/index.ts";
import { couldNotRun, onOneLine } from "./command.ts";
import type { DataCommand } from "./data-command.ts";
import { wrong } from "./options.ts";

/** So many parked deliveries are shown at once. */
const SHOWN = 50;

const DETAILS = `A delivery is an event that GitHub sent. One that cannot be handled is tried again a
few times, and then parked: nobody tries it any more, and its text is kept so that it
can be handled once the reason is gone, for instance by an upgrade. What it was about
is looked at within the hour all the same. Each is shown with the id that GitHub has
for it too, when it came, and why it could not be handled. After thirty days a parked
delivery is deleted.

0: nothing is parked, or it was done as asked; 1: something is parked.`;

type InboxRequest =
  { readonly kind: "look" } | { readonly kind: "requeue" | "discard"; readonly which: Which };

/** `portcullis inbox`: what GitHub sent and nobody could handle, and what to do with it. */
export const inbox: DataCommand<InboxRequest> = {
  name: "inbox",
  summary: "Lists the events that could not be handled, and has them tried again.",
  details: DETAILS,
  options: [
    { name: "requeue", value: "ID", help: "try this parked delivery again; all: every one" },
    { name: "discard", value: "ID", help: "delete what was in it; all: in every one" },
  ],
  understand({ values }) {
    const [first, ...more] = [...values];
    if (more.length > 0) return wrong("Give --requeue or --discard, not both.");
    if (first === undefined) return { status: "understood", value: { kind: "look" } };
    const [kind, id] = first;
    return {
      status: "understood",
      value: {
        kind: kind === "requeue" ? "requeue" : "discard",
        which: id === "all" ? "all" : { id },
      },
    };
  },
  async act(request, { deliveries }, surroundings) {
    const { stdout } = surroundings;
    const print = (line: string) => stdout.write(`${onOneLine(line)}\n`);
    if (request.kind === "look") {
      const { waiting, waitingSince, parked, first } = await deliveries.look(SHOWN);
      const since = waitingSince === null ? "" : `, the oldest since ${moment(waitingSince)}`;
      print(`${counted(waiting)} ${waiting === 1 ? "waits" : "wait"} to be handled${since}.`);
      print(`${counted(parked)} ${parked === 1 ? "is" : "are"} parked${parked > 0 ? ":" : "."}`);
      for (const each of first) {
        stdout.write(`\n${onOneLine(titleOf(each))}\n  ${onOneLine(each.reason ?? "")}\n`);
      }
      if (parked > first.length) print(`… and ${parked - first.length} more.`);
      if (parked > 0) {
        stdout.write(
          "\nOnce the reason is gone: portcullis inbox --requeue ID, or --requeue all\n",
        );
      }
      return parked > 0 ? 1 : 0;
    }
    const { kind, which } = request;
    const count = await deliveries[kind](which);
    if (count === 0 && which !== "all") {
      return couldNotRun(
        surroundings,
        `No delivery with the id ${which.id} is parked: see portcullis inbox.`,
      );
    }
    const done = kind === "requeue" ? "tried again now" : "discarded";
    print(`${counted(count)} ${count === 1 ? "is" : "are"} ${done}.`);
    return 0;
  },
};

function titleOf({ id, event, receivedAt, attempts }: ParkedDelivery): string {
  const tried = attempts === 1 ? "tried once" : `tried ${attempts} times`;
  return `${id}  ${event}, received ${moment(receivedAt)}, ${tried}`;
}

function moment(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function counted(count: number): string {
  return `${count} ${count === 1 ? "delivery" : "deliveries"}`;
}

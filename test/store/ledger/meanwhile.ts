import { setTimeout as sleep } from "node:timers/promises";
import { IdentifierNode, type KyselyPlugin, type RootOperationNode } from "kysely";
import type { Database } from "../../../src/store/database/database.ts";

/** A statement about evidence: its kind, and the how manyeth of that kind, from 1. */
export interface Step {
  readonly kind: "read" | "rewritten";
  readonly count: number;
}

/** The same database, in which something happens after each statement about the bodies of evidence. */
export function withMeanwhile(
  database: Database,
  act: (step: Step) => Promise<unknown> | undefined,
): Database {
  const counts = { read: 0, rewritten: 0 };
  const kinds = new WeakMap<object, Step["kind"]>();
  const plugin: KyselyPlugin = {
    transformQuery({ queryId, node }) {
      const kind = kindOf(node);
      if (kind !== null) kinds.set(queryId, kind);
      return node;
    },
    async transformResult({ queryId, result }) {
      const kind = kinds.get(queryId);
      if (kind !== undefined) await act({ kind, count: ++counts[kind] });
      return result;
    },
  };
  return { ...database, sql: database.sql.withPlugin(plugin) };
}

/** Fails where something has to wait for longer than statements take. */
export async function soon<T>(promise: Promise<T>): Promise<T> {
  const late = sleep(5_000, null, { ref: false }).then(() => {
    throw new Error("It had to wait.");
  });
  return Promise.race([promise, late]);
}

function kindOf(node: RootOperationNode): Step["kind"] | null {
  const text = JSON.stringify(node);
  const isAbout = (name: string) => text.includes(JSON.stringify(IdentifierNode.create(name)));
  if (!isAbout("evidence") || !isAbout("body")) return null;
  if (node.kind === "SelectQueryNode") return "read";
  return node.kind === "UpdateQueryNode" ? "rewritten" : null;
}

import type { PostgresPool, PostgresPoolClient } from "kysely";
import { DatabaseError, type Pool } from "pg";

/**
 * The pool, for kysely, without connections that fell silent: after a failover, or where a network
 * forgot them, nobody says that they have ended. What the server itself answers, errors among it,
 * leaves a connection in order; after anything else it is thrown away, and asked no more.
 */
export function withoutSilent(pool: Pool): PostgresPool {
  return {
    connect: async () => {
      const client = await pool.connect();
      let isInOrder = true;
      const query = async (text: string, values: readonly unknown[]) => {
        if (!isInOrder) throw new Error("The connection to the database does not answer.");
        try {
          return await client.query(text, [...values]);
        } catch (error) {
          isInOrder = error instanceof DatabaseError;
          throw error;
        }
      };
      const release = () => {
        client.release(!isInOrder);
      };
      // Cursors, of which the other form speaks, are not used.
      return { query: query as unknown as PostgresPoolClient["query"], release };
    },
    end: () => pool.end(),
  };
}

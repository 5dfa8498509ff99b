import { sql, type Kysely } from "kysely";

/** What a delivery hints at is kept instead of its payload, which is many times as long. */
export async function hints(db: Kysely<never>): Promise<void> {
  await sql`alter table delivery add column jobs jsonb`.execute(db);
  await sql`alter table delivery drop constraint delivery_check`.execute(db);
  await sql`
    alter table delivery
    add check ((payload is null and jobs is null) = (state = 'handled'))`.execute(db);
}

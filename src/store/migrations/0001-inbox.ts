import { sql, type Kysely } from "kysely";

/** GitHub's deliveries, from the moment they are verified until they are handled. */
export async function inbox(db: Kysely<never>): Promise<void> {
  await sql`
    create table delivery (
      id text primary key,
      event text not null,
      payload jsonb,
      state text not null check (state in ('waiting', 'handled', 'parked')),
      attempts integer not null default 0,
      reason text,
      received_at timestamptz not null default now(),
      due_at timestamptz not null default now(),
      check ((payload is null) = (state = 'handled'))
    )`.execute(db);
  await sql`create index delivery_waiting on delivery (due_at) where state = 'waiting'`.execute(db);
  await sql`create index delivery_parked on delivery (received_at) where state = 'parked'`.execute(
    db,
  );
  await sql`create index delivery_handled on delivery (received_at) where state = 'handled'`.execute(
    db,
  );
}

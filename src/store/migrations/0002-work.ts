import { sql, type Kysely } from "kysely";

/** What is held for people, what was published last, and who has to wait. */
export async function work(db: Kysely<never>): Promise<void> {
  await sql`
    create table held (
      key text primary key,
      repository text not null,
      job jsonb not null,
      told jsonb
    )`.execute(db);
  await sql`create index held_repository on held (repository)`.execute(db);
  await sql`create sequence evaluation`.execute(db);
  await sql`
    create table publication (
      commit text primary key,
      evaluation bigint not null,
      leased_until timestamptz,
      published_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index publication_age on publication (published_at)`.execute(db);
  await sql`
    create table pause (
      installation bigint primary key,
      until timestamptz not null
    )`.execute(db);
}

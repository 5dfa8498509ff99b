import { sql, type Kysely } from "kysely";

/** The record of decisions, what they were decided from, and who stands behind a pseudonym. */
export async function ledger(db: Kysely<never>): Promise<void> {
  await sql`
    create table ledger_head (
      repository text primary key,
      sequence bigint not null,
      hash text
    )`.execute(db);
  await sql`
    create table ledger_entry (
      number bigint generated always as identity primary key,
      repository text not null,
      sequence bigint not null,
      candidate text not null,
      body text not null,
      hash text not null,
      decision text not null,
      evidence_id bigint not null,
      unique (repository, sequence)
    )`.execute(db);
  await sql`create index ledger_entry_candidate on ledger_entry (repository, candidate, sequence)`.execute(
    db,
  );
  await sql`create index ledger_entry_page on ledger_entry (repository, number)`.execute(db);
  await sql`
    create table evidence (
      id bigint generated always as identity primary key,
      text_digest text not null,
      body bytea not null,
      redacted boolean not null,
      used_at timestamptz not null
    )`.execute(db);
  await sql`create unique index evidence_text on evidence (text_digest) where not redacted`.execute(
    db,
  );
  await sql`create index evidence_age on evidence (used_at)`.execute(db);
  await sql`
    create table person (
      id bigint generated always as identity primary key,
      pseudonym text not null unique,
      github_id bigint,
      login text not null,
      unique nulls not distinct (github_id, login)
    )`.execute(db);
  await sql`create index person_login on person (lower(login))`.execute(db);
  await appendOnly(db);
}

/** What was recorded stays as it is, whatever a mistake in a program asks for. */
async function appendOnly(db: Kysely<never>): Promise<void> {
  await sql`
    create function ledger_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'The ledger is append-only.';
    end $$`.execute(db);
  await sql`
    create trigger ledger_entry_append_only before update or delete on ledger_entry
    for each row execute function ledger_is_append_only()`.execute(db);
  await sql`
    create trigger ledger_entry_never_emptied before truncate on ledger_entry
    for each statement execute function ledger_is_append_only()`.execute(db);
}

import type pg from 'pg'
import { Fault } from '#kernel'

/** The role as which the server reads and writes: all of the rooms' rows, but a line of the journal only once. */
export const SERVER_ROLE = 'vesontio_app'

// Roles belong to the whole cluster: another database's start may be making the same one now.
const MAKE_ROLE = `do $$ begin
  if not exists (select from pg_roles where rolname = '${SERVER_ROLE}') then create role ${SERVER_ROLE} login; end if;
exception when duplicate_object or unique_violation then null;
end $$`

// PostgreSQL 16 gives the maker of a role its administration, yet not the right to become it.
const BECOME_ROLE = `do $$ begin
  if not pg_has_role(current_user, '${SERVER_ROLE}', 'member') then execute format('grant ${SERVER_ROLE} to %I', current_user); end if;
end $$`

// A partition of the journal gets no grant at all: rows reach it through its parent.
const GRANTS = `do $$
declare room text; held record;
begin
  for room in select nspname from pg_namespace where nspname !~ '^(pg_|information_schema$|public$)' loop
    execute format('grant usage on schema %I to ${SERVER_ROLE}', room);
    execute format('grant usage, select, update on all sequences in schema %I to ${SERVER_ROLE}', room);
    execute format('grant execute on all functions in schema %I to ${SERVER_ROLE}', room);
  end loop;
  for held in
    select n.nspname as room, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname !~ '^(pg_|information_schema$|public$)' and c.relkind in ('r', 'p', 'v') and not c.relispartition
  loop
    if held.room = 'floor' and held.name = 'journal' then
      revoke all on floor.journal from ${SERVER_ROLE};
      grant select, insert on floor.journal to ${SERVER_ROLE};
    else
      execute format('grant select, insert, update, delete on %I.%I to ${SERVER_ROLE}', held.room, held.name);
    end if;
  end loop;
  grant select on public.migration to ${SERVER_ROLE};
end $$`

/** Gives the server's role what it may do, after each migration; called under the migration lock. */
export const grantToServer = async (client: pg.ClientBase): Promise<void> => {
  try {
    await client.query(MAKE_ROLE)
    await client.query(BECOME_ROLE)
  } catch (cause) {
    throw new Fault(
      'database',
      `its user may not make the role ${SERVER_ROLE}; an administrator runs: CREATE ROLE ${SERVER_ROLE} LOGIN; GRANT ${SERVER_ROLE} TO <the user of DATABASE_URL>;`,
      { cause, again: false },
    )
  }
  await client.query(GRANTS)
}

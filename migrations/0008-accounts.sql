-- Accounts: the tables of better-auth 1.7.25 as its own migrator writes them (a test says that it finds nothing to do).
CREATE SCHEMA accounts;

create table "accounts"."user" ("id" uuid default pg_catalog.gen_random_uuid() not null primary key, "name" text not null, "email" text not null unique, "emailVerified" boolean not null, "image" text, "createdAt" timestamptz default CURRENT_TIMESTAMP not null, "updatedAt" timestamptz default CURRENT_TIMESTAMP not null, "twoFactorEnabled" boolean);

create table "accounts"."session" ("id" uuid default pg_catalog.gen_random_uuid() not null primary key, "expiresAt" timestamptz not null, "token" text not null unique, "createdAt" timestamptz default CURRENT_TIMESTAMP not null, "updatedAt" timestamptz not null, "ipAddress" text, "userAgent" text, "userId" uuid not null references "accounts"."user" ("id") on delete cascade);

create table "accounts"."account" ("id" uuid default pg_catalog.gen_random_uuid() not null primary key, "accountId" text not null, "providerId" text not null, "userId" uuid not null references "accounts"."user" ("id") on delete cascade, "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz, "scope" text, "password" text, "createdAt" timestamptz default CURRENT_TIMESTAMP not null, "updatedAt" timestamptz not null);

create table "accounts"."verification" ("id" uuid default pg_catalog.gen_random_uuid() not null primary key, "identifier" text not null, "value" text not null, "expiresAt" timestamptz not null, "createdAt" timestamptz default CURRENT_TIMESTAMP not null, "updatedAt" timestamptz default CURRENT_TIMESTAMP not null);

create table "accounts"."twoFactor" ("id" uuid default pg_catalog.gen_random_uuid() not null primary key, "secret" text not null, "backupCodes" text not null, "userId" uuid not null references "accounts"."user" ("id") on delete cascade, "verified" boolean, "failedVerificationCount" integer, "lockedUntil" timestamptz);

create index "session_userId_idx" on "accounts"."session" ("userId");

create index "account_userId_idx" on "accounts"."account" ("userId");

create index "verification_identifier_idx" on "accounts"."verification" ("identifier");

create index "twoFactor_secret_idx" on "accounts"."twoFactor" ("secret");

create index "twoFactor_userId_idx" on "accounts"."twoFactor" ("userId");

-- An account belongs to a person of ours; ending the person deletes it.
ALTER TABLE people.person ADD FOREIGN KEY (account_id) REFERENCES accounts."user" (id) ON DELETE SET NULL;

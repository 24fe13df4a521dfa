-- The schema that the migrations come to, as PostgreSQL writes it back. Never run: it is here so that a migration shows its effect.
-- Written by `npm run golden`; a test says if it has fallen behind.

-- extensions

CREATE EXTENSION btree_gist;

-- tables

CREATE TABLE accounts.account (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  "accountId" text NOT NULL,
  "providerId" text NOT NULL,
  "userId" uuid NOT NULL,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamp with time zone,
  "refreshTokenExpiresAt" timestamp with time zone,
  scope text,
  password text,
  "createdAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
  "updatedAt" timestamp with time zone NOT NULL,
  CONSTRAINT account_pkey PRIMARY KEY (id),
  CONSTRAINT "account_userId_fkey" FOREIGN KEY ("userId") REFERENCES accounts."user"(id) ON DELETE CASCADE
);

CREATE TABLE accounts.session (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  "expiresAt" timestamp with time zone NOT NULL,
  token text NOT NULL,
  "createdAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
  "updatedAt" timestamp with time zone NOT NULL,
  "ipAddress" text,
  "userAgent" text,
  "userId" uuid NOT NULL,
  CONSTRAINT session_pkey PRIMARY KEY (id),
  CONSTRAINT session_token_key UNIQUE (token),
  CONSTRAINT "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES accounts."user"(id) ON DELETE CASCADE
);

CREATE TABLE accounts."twoFactor" (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  secret text NOT NULL,
  "backupCodes" text NOT NULL,
  "userId" uuid NOT NULL,
  verified boolean,
  "failedVerificationCount" integer,
  "lockedUntil" timestamp with time zone,
  CONSTRAINT "twoFactor_pkey" PRIMARY KEY (id),
  CONSTRAINT "twoFactor_userId_fkey" FOREIGN KEY ("userId") REFERENCES accounts."user"(id) ON DELETE CASCADE
);

CREATE TABLE accounts."user" (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  "emailVerified" boolean NOT NULL,
  image text,
  "createdAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
  "updatedAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
  "twoFactorEnabled" boolean,
  CONSTRAINT user_email_key UNIQUE (email),
  CONSTRAINT user_pkey PRIMARY KEY (id)
);

CREATE TABLE accounts.verification (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  identifier text NOT NULL,
  value text NOT NULL,
  "expiresAt" timestamp with time zone NOT NULL,
  "createdAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
  "updatedAt" timestamp with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
  CONSTRAINT verification_pkey PRIMARY KEY (id)
);

CREATE TABLE billing.billed (
  id uuid NOT NULL,
  service_id uuid NOT NULL,
  invoice_id uuid NOT NULL,
  line integer NOT NULL,
  charge text NOT NULL,
  days daterange NOT NULL,
  net_cents bigint NOT NULL,
  credited_from date,
  credited_by uuid,
  price_id uuid,
  CONSTRAINT billed_charge_check CHECK ((charge = ANY (ARRAY['setup'::text, 'rent'::text, 'early-end'::text, 'usage'::text, 'storage'::text]))),
  CONSTRAINT billed_check CHECK (((credited_from IS NULL) OR (credited_from <@ days))),
  CONSTRAINT billed_check1 CHECK (((credited_by IS NULL) = (credited_from IS NULL))),
  CONSTRAINT billed_check2 CHECK (((price_id IS NULL) OR (charge = 'rent'::text))),
  CONSTRAINT billed_credited_by_fkey FOREIGN KEY (credited_by) REFERENCES billing.invoice(id),
  CONSTRAINT billed_days_check CHECK (((NOT isempty(days)) AND (NOT lower_inf(days)) AND (NOT upper_inf(days)))),
  CONSTRAINT billed_invoice_id_fkey FOREIGN KEY (invoice_id) REFERENCES billing.invoice(id) ON DELETE CASCADE,
  CONSTRAINT billed_invoice_id_line_key UNIQUE (invoice_id, line),
  CONSTRAINT billed_line_check CHECK ((line > 0)),
  CONSTRAINT billed_once EXCLUDE USING gist (service_id WITH =, charge WITH =, COALESCE(price_id, '00000000-0000-0000-0000-000000000000'::uuid) WITH =, daterange(lower(days), COALESCE(credited_from, upper(days))) WITH &&),
  CONSTRAINT billed_pkey PRIMARY KEY (id),
  CONSTRAINT billed_price_id_fkey FOREIGN KEY (price_id) REFERENCES market.service_price(id),
  CONSTRAINT billed_service_id_fkey FOREIGN KEY (service_id) REFERENCES market.service(id)
);

CREATE TABLE billing.invoice (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  run_id uuid,
  kind text NOT NULL,
  seller_id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  state text NOT NULL,
  number text,
  issue_date date,
  due_date date,
  credits_id uuid,
  net_cents bigint NOT NULL,
  vat_cents bigint NOT NULL,
  gross_cents bigint NOT NULL,
  currency character(3) DEFAULT 'EUR'::bpchar NOT NULL,
  specimen boolean NOT NULL,
  snapshot jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL,
  issued_at timestamp with time zone,
  CONSTRAINT invoice_check CHECK (((state = 'issued'::text) = ((number IS NOT NULL) AND (issue_date IS NOT NULL) AND (issued_at IS NOT NULL)))),
  CONSTRAINT invoice_check1 CHECK ((gross_cents = (net_cents + vat_cents))),
  CONSTRAINT invoice_check2 CHECK (((kind = 'credit-note'::text) = (credits_id IS NOT NULL))),
  CONSTRAINT invoice_credits_id_fkey FOREIGN KEY (credits_id) REFERENCES billing.invoice(id),
  CONSTRAINT invoice_kind_check CHECK ((kind = ANY (ARRAY['invoice'::text, 'credit-note'::text]))),
  CONSTRAINT invoice_net_cents_check CHECK ((net_cents >= 0)),
  CONSTRAINT invoice_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES people.organisation(id),
  CONSTRAINT invoice_pkey PRIMARY KEY (id),
  CONSTRAINT invoice_run_id_fkey FOREIGN KEY (run_id) REFERENCES billing.run(id),
  CONSTRAINT invoice_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES people.organisation(id),
  CONSTRAINT invoice_seller_id_number_key UNIQUE (seller_id, number),
  CONSTRAINT invoice_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT invoice_state_check CHECK ((state = ANY (ARRAY['prepared'::text, 'issued'::text]))),
  CONSTRAINT invoice_vat_cents_check CHECK ((vat_cents >= 0))
);

CREATE TABLE billing.number (
  seller_id uuid NOT NULL,
  series text NOT NULL,
  last integer DEFAULT 0 NOT NULL,
  CONSTRAINT number_pkey PRIMARY KEY (seller_id, series),
  CONSTRAINT number_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES people.organisation(id)
);

CREATE TABLE billing.numbering (
  seller_id uuid NOT NULL,
  series text NOT NULL,
  taken_from integer NOT NULL,
  said_by uuid,
  at timestamp with time zone NOT NULL,
  CONSTRAINT numbering_pkey PRIMARY KEY (seller_id, series),
  CONSTRAINT numbering_seller_id_fkey FOREIGN KEY (seller_id) REFERENCES people.organisation(id),
  CONSTRAINT numbering_taken_from_check CHECK ((taken_from >= 0))
);

CREATE TABLE billing.reduced (
  id uuid NOT NULL,
  invoice_id uuid NOT NULL,
  line integer NOT NULL,
  credited_by uuid NOT NULL,
  price_id uuid NOT NULL,
  days daterange NOT NULL,
  less_micro_euros bigint NOT NULL,
  net_cents bigint NOT NULL,
  CONSTRAINT reduced_credited_by_fkey FOREIGN KEY (credited_by) REFERENCES billing.invoice(id),
  CONSTRAINT reduced_days_check CHECK (((NOT isempty(days)) AND (NOT lower_inf(days)) AND (NOT upper_inf(days)))),
  CONSTRAINT reduced_invoice_id_line_fkey FOREIGN KEY (invoice_id, line) REFERENCES billing.billed(invoice_id, line),
  CONSTRAINT reduced_less_micro_euros_check CHECK ((less_micro_euros > 0)),
  CONSTRAINT reduced_net_cents_check CHECK ((net_cents >= 0)),
  CONSTRAINT reduced_once EXCLUDE USING gist (invoice_id WITH =, line WITH =, price_id WITH =, days WITH &&),
  CONSTRAINT reduced_pkey PRIMARY KEY (id),
  CONSTRAINT reduced_price_id_fkey FOREIGN KEY (price_id) REFERENCES market.service_price(id)
);

CREATE TABLE billing.run (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  month text NOT NULL,
  state text NOT NULL,
  prepared_by uuid,
  prepared_at timestamp with time zone NOT NULL,
  approved_by uuid,
  approved_at timestamp with time zone,
  discarded_by uuid,
  discarded_at timestamp with time zone,
  held jsonb DEFAULT '[]'::jsonb NOT NULL,
  usage_unknown jsonb DEFAULT '[]'::jsonb NOT NULL,
  CONSTRAINT run_check CHECK (((state = 'approved'::text) = (approved_at IS NOT NULL))),
  CONSTRAINT run_check1 CHECK (((state = 'discarded'::text) = (discarded_at IS NOT NULL))),
  CONSTRAINT run_month_check CHECK ((month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'::text)),
  CONSTRAINT run_pkey PRIMARY KEY (id),
  CONSTRAINT run_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT run_state_check CHECK ((state = ANY (ARRAY['prepared'::text, 'approved'::text, 'discarded'::text])))
);

CREATE TABLE billing.seller (
  organisation_id uuid NOT NULL,
  legal_form text,
  register text,
  iban text,
  bic text,
  CONSTRAINT seller_iban_check CHECK ((iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}$'::text)),
  CONSTRAINT seller_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES people.organisation(id),
  CONSTRAINT seller_pkey PRIMARY KEY (organisation_id)
);

CREATE TABLE billing.usage (
  billed_id uuid NOT NULL,
  meter_id uuid NOT NULL,
  first_wh bigint NOT NULL,
  last_wh bigint NOT NULL,
  resets integer NOT NULL,
  epoch_at timestamp with time zone NOT NULL,
  wh bigint NOT NULL,
  estimated boolean NOT NULL,
  read_at timestamp with time zone,
  CONSTRAINT usage_billed_id_fkey FOREIGN KEY (billed_id) REFERENCES billing.billed(id) ON DELETE CASCADE,
  CONSTRAINT usage_pkey PRIMARY KEY (billed_id, meter_id)
);

CREATE TABLE exchange.asn (
  site_id uuid NOT NULL,
  asn bigint NOT NULL,
  organisation_id uuid NOT NULL,
  as_set text,
  contact_mail text,
  contact_source text,
  declared_at timestamp with time zone,
  code_sha256 bytea,
  code_sent_at timestamp with time zone,
  code_attempts integer DEFAULT 0 NOT NULL,
  proved_at timestamp with time zone,
  proved_how text,
  proved_by uuid,
  proved_reason text,
  CONSTRAINT asn_asn_check CHECK (((asn >= 1) AND (asn <= '4294967294'::bigint))),
  CONSTRAINT asn_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES people.organisation(id),
  CONSTRAINT asn_pkey PRIMARY KEY (site_id, asn),
  CONSTRAINT asn_proved_by_fkey FOREIGN KEY (proved_by) REFERENCES people.person(id),
  CONSTRAINT asn_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id)
);

CREATE TABLE exchange.attachment (
  service_id uuid NOT NULL,
  label text,
  site_id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  lan_id uuid NOT NULL,
  port_id uuid NOT NULL,
  asn bigint NOT NULL,
  as_set text,
  v4 inet NOT NULL,
  v6 inet NOT NULL,
  mac macaddr,
  mac_learned macaddr,
  mac_learned_at timestamp with time zone,
  mac_confirmed_at timestamp with time zone,
  max_prefix_v4 integer NOT NULL,
  max_prefix_v6 integer NOT NULL,
  prefixes cidr[] DEFAULT '{}'::cidr[] NOT NULL,
  state text NOT NULL,
  generation bigint DEFAULT 1 NOT NULL,
  wished_at timestamp with time zone NOT NULL,
  CONSTRAINT attachment_lan_id_fkey FOREIGN KEY (lan_id) REFERENCES exchange.lan(id),
  CONSTRAINT attachment_max_prefix_v4_check CHECK (((max_prefix_v4 >= 1) AND (max_prefix_v4 <= 1000000))),
  CONSTRAINT attachment_max_prefix_v6_check CHECK (((max_prefix_v6 >= 1) AND (max_prefix_v6 <= 1000000))),
  CONSTRAINT attachment_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES people.organisation(id),
  CONSTRAINT attachment_pkey PRIMARY KEY (service_id),
  CONSTRAINT attachment_port_id_fkey FOREIGN KEY (port_id) REFERENCES exchange.port(id),
  CONSTRAINT attachment_site_id_asn_fkey FOREIGN KEY (site_id, asn) REFERENCES exchange.asn(site_id, asn),
  CONSTRAINT attachment_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT attachment_state_check CHECK ((state = ANY (ARRAY['off'::text, 'quarantine'::text, 'production'::text, 'suspended'::text])))
);

CREATE TABLE exchange.declared_attachment (
  service_id uuid NOT NULL,
  label text NOT NULL,
  site_id uuid NOT NULL,
  exchange_id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  asn bigint NOT NULL,
  facts jsonb NOT NULL,
  file_name text NOT NULL,
  file_sha256 bytea NOT NULL,
  file_path text NOT NULL,
  at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT declared_attachment_asn_check CHECK (((asn >= 1) AND (asn <= '4294967294'::bigint))),
  CONSTRAINT declared_attachment_exchange_id_fkey FOREIGN KEY (exchange_id) REFERENCES exchange.declared_exchange(id),
  CONSTRAINT declared_attachment_file_sha256_check CHECK ((length(file_sha256) = 32)),
  CONSTRAINT declared_attachment_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES people.organisation(id),
  CONSTRAINT declared_attachment_pkey PRIMARY KEY (service_id),
  CONSTRAINT declared_attachment_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id)
);

CREATE TABLE exchange.declared_exchange (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  name text COLLATE "und-x-icu" NOT NULL,
  ixf_id bigint,
  country text,
  url text,
  file_name text NOT NULL,
  file_sha256 bytea NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT declared_exchange_file_sha256_check CHECK ((length(file_sha256) = 32)),
  CONSTRAINT declared_exchange_pkey PRIMARY KEY (id),
  CONSTRAINT declared_exchange_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT declared_exchange_site_id_name_key UNIQUE (site_id, name)
);

CREATE TABLE exchange.declared_lan (
  exchange_id uuid NOT NULL,
  vlan bigint NOT NULL,
  name text,
  v4 cidr,
  v4_source text,
  v6 cidr,
  v6_source text,
  CONSTRAINT declared_lan_check CHECK ((((v4 IS NULL) = (v4_source IS NULL)) AND ((v6 IS NULL) = (v6_source IS NULL)))),
  CONSTRAINT declared_lan_exchange_id_fkey FOREIGN KEY (exchange_id) REFERENCES exchange.declared_exchange(id),
  CONSTRAINT declared_lan_pkey PRIMARY KEY (exchange_id, vlan),
  CONSTRAINT declared_lan_v4_check CHECK ((family((v4)::inet) = 4)),
  CONSTRAINT declared_lan_v4_source_check CHECK ((v4_source = ANY (ARRAY['file'::text, 'given'::text, 'assumed'::text]))),
  CONSTRAINT declared_lan_v6_check CHECK ((family((v6)::inet) = 6)),
  CONSTRAINT declared_lan_v6_source_check CHECK ((v6_source = ANY (ARRAY['file'::text, 'given'::text, 'assumed'::text])))
);

CREATE TABLE exchange.found_port (
  port_id uuid NOT NULL,
  generation bigint,
  state text,
  link text NOT NULL,
  errors bigint,
  learned_macs macaddr[] DEFAULT '{}'::macaddr[] NOT NULL,
  carries_v4 boolean,
  carries_v6 boolean,
  answers_v4 boolean,
  answers_v6 boolean,
  tested_at timestamp with time zone,
  changed_at timestamp with time zone NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT found_port_link_check CHECK ((link = ANY (ARRAY['up'::text, 'down'::text, 'unknown'::text]))),
  CONSTRAINT found_port_pkey PRIMARY KEY (port_id),
  CONSTRAINT found_port_port_id_fkey FOREIGN KEY (port_id) REFERENCES exchange.port(id),
  CONSTRAINT found_port_state_check CHECK ((state = ANY (ARRAY['off'::text, 'quarantine'::text, 'production'::text, 'suspended'::text])))
);

CREATE TABLE exchange.found_route (
  service_id uuid NOT NULL,
  family integer NOT NULL,
  witness text NOT NULL,
  prefix cidr NOT NULL,
  pinged boolean,
  generation bigint NOT NULL,
  since timestamp with time zone NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT found_route_family_check CHECK ((family = ANY (ARRAY[4, 6]))),
  CONSTRAINT found_route_pkey PRIMARY KEY (service_id, family)
);

CREATE TABLE exchange.found_route_server (
  route_server_id uuid NOT NULL,
  generation bigint,
  applied_at timestamp with time zone,
  at timestamp with time zone NOT NULL,
  CONSTRAINT found_route_server_pkey PRIMARY KEY (route_server_id),
  CONSTRAINT found_route_server_route_server_id_fkey FOREIGN KEY (route_server_id) REFERENCES exchange.route_server(id)
);

CREATE TABLE exchange.found_session (
  service_id uuid NOT NULL,
  route_server_id uuid NOT NULL,
  family integer NOT NULL,
  state text NOT NULL,
  generation bigint,
  since timestamp with time zone,
  imported integer,
  filtered integer,
  exported integer,
  last_error text,
  at timestamp with time zone NOT NULL,
  CONSTRAINT found_session_family_check CHECK ((family = ANY (ARRAY[4, 6]))),
  CONSTRAINT found_session_pkey PRIMARY KEY (service_id, route_server_id, family),
  CONSTRAINT found_session_route_server_id_fkey FOREIGN KEY (route_server_id) REFERENCES exchange.route_server(id),
  CONSTRAINT found_session_state_check CHECK ((state = ANY (ARRAY['established'::text, 'down'::text, 'absent'::text])))
);

CREATE TABLE exchange.lan (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  handle text NOT NULL,
  name text NOT NULL,
  v4 cidr NOT NULL,
  v6 cidr NOT NULL,
  vlan integer NOT NULL,
  quarantine_vlan integer NOT NULL,
  reserved_hosts integer DEFAULT 19 NOT NULL,
  rest_days integer DEFAULT 60 NOT NULL,
  sample_prefixes cidr[] DEFAULT '{}'::cidr[] NOT NULL,
  generation_floor bigint DEFAULT 1 NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT lan_check CHECK ((((quarantine_vlan >= 1) AND (quarantine_vlan <= 4094)) AND (quarantine_vlan <> vlan))),
  CONSTRAINT lan_pkey PRIMARY KEY (id),
  CONSTRAINT lan_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT lan_site_id_handle_key UNIQUE (site_id, handle),
  CONSTRAINT lan_site_id_id_key UNIQUE (site_id, id),
  CONSTRAINT lan_v4_check CHECK ((family((v4)::inet) = 4)),
  CONSTRAINT lan_v6_check CHECK ((family((v6)::inet) = 6)),
  CONSTRAINT lan_vlan_check CHECK (((vlan >= 1) AND (vlan <= 4094)))
);

CREATE TABLE exchange.port (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  switch_id uuid NOT NULL,
  number integer NOT NULL,
  speed_mbps integer NOT NULL,
  optic text NOT NULL,
  prewired_panel_id uuid,
  prewired_position integer,
  fact text DEFAULT 'built'::text NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT port_fact_check CHECK ((fact = ANY (ARRAY['planned'::text, 'ordered'::text, 'built'::text, 'measured'::text]))),
  CONSTRAINT port_number_check CHECK (((number >= 1) AND (number <= 512))),
  CONSTRAINT port_pkey PRIMARY KEY (id),
  CONSTRAINT port_prewired_panel_id_fkey FOREIGN KEY (prewired_panel_id) REFERENCES fibre.panel(id),
  CONSTRAINT port_site_id_id_key UNIQUE (site_id, id),
  CONSTRAINT port_site_id_switch_id_fkey FOREIGN KEY (site_id, switch_id) REFERENCES exchange.switch(site_id, id),
  CONSTRAINT port_speed_mbps_check CHECK ((speed_mbps = ANY (ARRAY[1000, 10000, 100000]))),
  CONSTRAINT port_switch_id_number_key UNIQUE (switch_id, number)
);

CREATE TABLE exchange.quarantine_pass (
  asn bigint NOT NULL,
  mac macaddr NOT NULL,
  service_id uuid NOT NULL,
  passed_at timestamp with time zone NOT NULL,
  CONSTRAINT quarantine_pass_pkey PRIMARY KEY (asn, mac)
);

CREATE TABLE exchange.route_server (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  lan_id uuid NOT NULL,
  handle text NOT NULL,
  kind text DEFAULT 'route-server'::text NOT NULL,
  asn bigint NOT NULL,
  v4 inet NOT NULL,
  v6 inet NOT NULL,
  daemon text NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT route_server_asn_check CHECK (((asn >= 1) AND (asn <= '4294967294'::bigint))),
  CONSTRAINT route_server_daemon_check CHECK ((daemon = ANY (ARRAY['bird'::text, 'openbgpd'::text, 'none'::text]))),
  CONSTRAINT route_server_kind_check CHECK ((kind = ANY (ARRAY['route-server'::text, 'collector'::text]))),
  CONSTRAINT route_server_lan_id_fkey FOREIGN KEY (lan_id) REFERENCES exchange.lan(id),
  CONSTRAINT route_server_pkey PRIMARY KEY (id),
  CONSTRAINT route_server_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT route_server_site_id_handle_key UNIQUE (site_id, handle),
  CONSTRAINT route_server_site_id_id_key UNIQUE (site_id, id)
);

CREATE TABLE exchange.switch (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  lan_id uuid NOT NULL,
  handle text NOT NULL,
  room_id uuid NOT NULL,
  rack_id uuid NOT NULL,
  top_u integer NOT NULL,
  driver text NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT switch_driver_check CHECK ((driver = ANY (ARRAY['open-vswitch'::text, 'none'::text]))),
  CONSTRAINT switch_lan_id_fkey FOREIGN KEY (lan_id) REFERENCES exchange.lan(id),
  CONSTRAINT switch_pkey PRIMARY KEY (id),
  CONSTRAINT switch_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT switch_site_id_handle_key UNIQUE (site_id, handle),
  CONSTRAINT switch_site_id_id_key UNIQUE (site_id, id)
);

CREATE TABLE facility.compartment (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  rack_id uuid NOT NULL,
  handle text NOT NULL,
  size text NOT NULL,
  first_u integer NOT NULL,
  units_u integer NOT NULL,
  lock text,
  ended_at timestamp with time zone,
  CONSTRAINT compartment_first_u_check CHECK ((first_u >= 1)),
  CONSTRAINT compartment_pkey PRIMARY KEY (id),
  CONSTRAINT compartment_site_id_handle_key UNIQUE (site_id, handle),
  CONSTRAINT compartment_site_id_id_key UNIQUE (site_id, id),
  CONSTRAINT compartment_site_id_rack_id_fkey FOREIGN KEY (site_id, rack_id) REFERENCES facility.rack(site_id, id),
  CONSTRAINT compartment_size_check CHECK ((size = ANY (ARRAY['full'::text, 'half'::text, 'quarter'::text, 'shared'::text]))),
  CONSTRAINT compartment_units_u_check CHECK ((units_u >= 1))
);

CREATE TABLE facility.edge (
  site_id uuid NOT NULL,
  kind text NOT NULL,
  from_id uuid NOT NULL,
  to_id uuid NOT NULL,
  CONSTRAINT edge_kind_check CHECK ((kind = ANY (ARRAY['powers'::text, 'cools'::text]))),
  CONSTRAINT edge_pkey PRIMARY KEY (site_id, kind, from_id, to_id),
  CONSTRAINT edge_site_id_from_id_fkey FOREIGN KEY (site_id, from_id) REFERENCES facility.element(site_id, id),
  CONSTRAINT edge_site_id_to_id_fkey FOREIGN KEY (site_id, to_id) REFERENCES facility.element(site_id, id)
);

CREATE TABLE facility.element (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  handle text NOT NULL,
  kind text NOT NULL,
  chain text,
  room_id uuid,
  limit_w integer,
  limit_va integer,
  breaker_a numeric,
  breaker_curve text,
  voltage_v integer,
  phases integer,
  phase text,
  compartment_id uuid,
  serves_rows text[],
  fact text DEFAULT 'built'::text NOT NULL,
  source text DEFAULT 'assumed'::text NOT NULL,
  detail jsonb DEFAULT '{}'::jsonb NOT NULL,
  ended_at timestamp with time zone,
  own_draw_w integer,
  own_draw_percent numeric(5,2),
  own_draw_source text,
  CONSTRAINT element_breaker_a_check CHECK ((breaker_a > (0)::numeric)),
  CONSTRAINT element_chain_check CHECK ((chain = ANY (ARRAY['A'::text, 'B'::text]))),
  CONSTRAINT element_compartment_id_fkey FOREIGN KEY (compartment_id) REFERENCES facility.compartment(id),
  CONSTRAINT element_fact_check CHECK ((fact = ANY (ARRAY['planned'::text, 'ordered'::text, 'built'::text, 'measured'::text]))),
  CONSTRAINT element_kind_check CHECK ((kind = ANY (ARRAY['grid-contract'::text, 'transformer'::text, 'genset'::text, 'transfer-switch'::text, 'ups'::text, 'board'::text, 'way'::text, 'feed'::text, 'cooling-unit'::text]))),
  CONSTRAINT element_limit_va_check CHECK ((limit_va > 0)),
  CONSTRAINT element_limit_w_check CHECK ((limit_w > 0)),
  CONSTRAINT element_own_draw_percent_check CHECK (((own_draw_percent >= (0)::numeric) AND (own_draw_percent <= (100)::numeric))),
  CONSTRAINT element_own_draw_source_check CHECK ((own_draw_source = ANY (ARRAY['measured'::text, 'contracted'::text, 'nameplate'::text, 'assumed'::text]))),
  CONSTRAINT element_own_draw_w_check CHECK ((own_draw_w >= 0)),
  CONSTRAINT element_phase_check CHECK ((phase = ANY (ARRAY['L1'::text, 'L2'::text, 'L3'::text]))),
  CONSTRAINT element_phases_check CHECK ((phases = ANY (ARRAY[1, 3]))),
  CONSTRAINT element_pkey PRIMARY KEY (id),
  CONSTRAINT element_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT element_site_id_handle_key UNIQUE (site_id, handle),
  CONSTRAINT element_site_id_id_key UNIQUE (site_id, id),
  CONSTRAINT element_source_check CHECK ((source = ANY (ARRAY['measured'::text, 'contracted'::text, 'nameplate'::text, 'assumed'::text]))),
  CONSTRAINT own_draw_once CHECK (((own_draw_w IS NULL) OR (own_draw_percent IS NULL))),
  CONSTRAINT own_draw_sourced CHECK (((own_draw_source IS NULL) = ((own_draw_w IS NULL) AND (own_draw_percent IS NULL))))
);

CREATE TABLE facility.instrument (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  handle text NOT NULL,
  kind text NOT NULL,
  make text,
  model text,
  serial text,
  calibrated_until date,
  retired_on date,
  ended_at timestamp with time zone,
  CONSTRAINT instrument_kind_check CHECK ((kind = ANY (ARRAY['multimeter'::text, 'voltage-detector'::text, 'phase-tester'::text, 'installation-tester'::text, 'clamp-meter'::text, 'loss-test-set'::text, 'power-meter'::text, 'otdr'::text, 'fibre-microscope'::text, 'cable-tester'::text]))),
  CONSTRAINT instrument_pkey PRIMARY KEY (id),
  CONSTRAINT instrument_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT instrument_site_id_handle_key UNIQUE (site_id, handle)
);

CREATE TABLE facility.outlet (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  handle text NOT NULL,
  compartment_id uuid NOT NULL,
  chain text NOT NULL,
  number integer NOT NULL,
  breaker_a numeric NOT NULL,
  voltage_v integer NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT outlet_breaker_a_check CHECK ((breaker_a > (0)::numeric)),
  CONSTRAINT outlet_chain_check CHECK ((chain = ANY (ARRAY['A'::text, 'B'::text]))),
  CONSTRAINT outlet_compartment_id_fkey FOREIGN KEY (compartment_id) REFERENCES facility.compartment(id),
  CONSTRAINT outlet_number_check CHECK ((number >= 1)),
  CONSTRAINT outlet_pkey PRIMARY KEY (id),
  CONSTRAINT outlet_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT outlet_site_id_handle_key UNIQUE (site_id, handle),
  CONSTRAINT outlet_site_id_id_key UNIQUE (site_id, id),
  CONSTRAINT outlet_voltage_v_check CHECK ((voltage_v > 0))
);

CREATE TABLE facility.rack (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  room_id uuid NOT NULL,
  handle text NOT NULL,
  row_handle text NOT NULL,
  x_mm integer NOT NULL,
  y_mm integer NOT NULL,
  width_mm integer NOT NULL,
  depth_mm integer NOT NULL,
  front text NOT NULL,
  units_u integer NOT NULL,
  limit_kg integer NOT NULL,
  shared boolean DEFAULT false NOT NULL,
  fact text DEFAULT 'built'::text NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT rack_depth_mm_check CHECK ((depth_mm > 0)),
  CONSTRAINT rack_fact_check CHECK ((fact = ANY (ARRAY['planned'::text, 'ordered'::text, 'built'::text, 'measured'::text]))),
  CONSTRAINT rack_front_check CHECK ((front = ANY (ARRAY['north'::text, 'south'::text, 'east'::text, 'west'::text]))),
  CONSTRAINT rack_limit_kg_check CHECK ((limit_kg > 0)),
  CONSTRAINT rack_pkey PRIMARY KEY (id),
  CONSTRAINT rack_site_id_handle_key UNIQUE (site_id, handle),
  CONSTRAINT rack_site_id_id_key UNIQUE (site_id, id),
  CONSTRAINT rack_site_id_room_id_fkey FOREIGN KEY (site_id, room_id) REFERENCES facility.room(site_id, id),
  CONSTRAINT rack_units_u_check CHECK (((units_u >= 1) AND (units_u <= 60))),
  CONSTRAINT rack_width_mm_check CHECK ((width_mm > 0))
);

CREATE TABLE facility.room (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  handle text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  width_mm integer NOT NULL,
  depth_mm integer NOT NULL,
  invented boolean DEFAULT true NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT room_depth_mm_check CHECK ((depth_mm > 0)),
  CONSTRAINT room_kind_check CHECK ((kind = ANY (ARRAY['data-hall'::text, 'meet-me-room'::text, 'electrical'::text, 'office'::text]))),
  CONSTRAINT room_pkey PRIMARY KEY (id),
  CONSTRAINT room_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT room_site_id_handle_key UNIQUE (site_id, handle),
  CONSTRAINT room_site_id_id_key UNIQUE (site_id, id),
  CONSTRAINT room_width_mm_check CHECK ((width_mm > 0))
);

CREATE TABLE facility.site (
  id uuid NOT NULL,
  code text NOT NULL,
  name text NOT NULL,
  zone text NOT NULL,
  sample boolean DEFAULT false NOT NULL,
  operator_id uuid NOT NULL,
  plant_revision bigint DEFAULT 1 NOT NULL,
  facts jsonb DEFAULT '[]'::jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL,
  capacity jsonb DEFAULT '{"oversell": {}, "power_factor": 0.9, "meet_me_entries": [], "power_factor_source": "assumed"}'::jsonb NOT NULL,
  certificates jsonb DEFAULT '[]'::jsonb NOT NULL,
  CONSTRAINT site_code_check CHECK ((code ~ '^[A-Z]{3}$'::text)),
  CONSTRAINT site_code_key UNIQUE (code),
  CONSTRAINT site_operator_id_fkey FOREIGN KEY (operator_id) REFERENCES people.organisation(id),
  CONSTRAINT site_pkey PRIMARY KEY (id)
);

CREATE TABLE fibre.panel (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  handle text NOT NULL,
  room_id uuid NOT NULL,
  rack_id uuid NOT NULL,
  top_u integer NOT NULL,
  connector text NOT NULL,
  media text NOT NULL,
  positions integer NOT NULL,
  owner_id uuid,
  ended_at timestamp with time zone,
  overhead boolean DEFAULT false NOT NULL,
  CONSTRAINT panel_connector_check CHECK ((connector = ANY (ARRAY['LC-UPC'::text, 'LC-APC'::text, 'SC-APC'::text, 'RJ45'::text]))),
  CONSTRAINT panel_media_check CHECK ((media = ANY (ARRAY['os2'::text, 'om4'::text, 'cat6a'::text]))),
  CONSTRAINT panel_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES people.organisation(id),
  CONSTRAINT panel_pkey PRIMARY KEY (id),
  CONSTRAINT panel_positions_check CHECK (((positions >= 1) AND (positions <= 288))),
  CONSTRAINT panel_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT panel_site_id_handle_key UNIQUE (site_id, handle),
  CONSTRAINT panel_site_id_id_key UNIQUE (site_id, id),
  CONSTRAINT panel_site_id_rack_id_fkey FOREIGN KEY (site_id, rack_id) REFERENCES facility.rack(site_id, id),
  CONSTRAINT panel_site_id_room_id_fkey FOREIGN KEY (site_id, room_id) REFERENCES facility.room(site_id, id)
);

CREATE TABLE fibre.patching (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  lengths_m jsonb NOT NULL,
  drop_m numeric(4,2) NOT NULL,
  slack_m numeric(4,2) NOT NULL,
  colours jsonb NOT NULL,
  CONSTRAINT patching_pkey PRIMARY KEY (id),
  CONSTRAINT patching_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT patching_site_id_key UNIQUE (site_id)
);

CREATE TABLE fibre.tray (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  handle text NOT NULL,
  stops jsonb NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT tray_pkey PRIMARY KEY (id),
  CONSTRAINT tray_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT tray_site_id_handle_key UNIQUE (site_id, handle)
);

CREATE TABLE fibre.trunk (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  handle text NOT NULL,
  from_panel_id uuid NOT NULL,
  from_position integer NOT NULL,
  to_panel_id uuid NOT NULL,
  to_position integer NOT NULL,
  positions integer NOT NULL,
  media text NOT NULL,
  length_m numeric(7,2) NOT NULL,
  splices integer DEFAULT 0 NOT NULL,
  loss_db numeric(6,2),
  loss_source text,
  ended_at timestamp with time zone,
  CONSTRAINT trunk_check CHECK ((to_panel_id <> from_panel_id)),
  CONSTRAINT trunk_check1 CHECK (((loss_db IS NULL) = (loss_source IS NULL))),
  CONSTRAINT trunk_from_position_check CHECK ((from_position >= 1)),
  CONSTRAINT trunk_length_m_check CHECK ((length_m > (0)::numeric)),
  CONSTRAINT trunk_loss_db_check CHECK ((loss_db >= (0)::numeric)),
  CONSTRAINT trunk_loss_source_check CHECK ((loss_source = ANY (ARRAY['measured'::text, 'assumed'::text]))),
  CONSTRAINT trunk_media_check CHECK ((media = ANY (ARRAY['os2'::text, 'om4'::text, 'cat6a'::text]))),
  CONSTRAINT trunk_pkey PRIMARY KEY (id),
  CONSTRAINT trunk_positions_check CHECK (((positions >= 1) AND (positions <= 288))),
  CONSTRAINT trunk_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT trunk_site_id_from_panel_id_fkey FOREIGN KEY (site_id, from_panel_id) REFERENCES fibre.panel(site_id, id),
  CONSTRAINT trunk_site_id_handle_key UNIQUE (site_id, handle),
  CONSTRAINT trunk_site_id_id_key UNIQUE (site_id, id),
  CONSTRAINT trunk_site_id_to_panel_id_fkey FOREIGN KEY (site_id, to_panel_id) REFERENCES fibre.panel(site_id, id),
  CONSTRAINT trunk_splices_check CHECK (((splices >= 0) AND (splices <= 20))),
  CONSTRAINT trunk_to_position_check CHECK ((to_position >= 1))
);

CREATE TABLE floor.counter (
  site_id uuid NOT NULL,
  series text NOT NULL,
  last bigint DEFAULT 0 NOT NULL,
  CONSTRAINT counter_pkey PRIMARY KEY (site_id, series)
);

CREATE TABLE floor.file (
  id uuid NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  size_bytes integer NOT NULL,
  sha256 bytea NOT NULL,
  content bytea NOT NULL,
  owner_organisation_id uuid,
  kept_at timestamp with time zone NOT NULL,
  CONSTRAINT file_pkey PRIMARY KEY (id),
  CONSTRAINT file_size_bytes_check CHECK (((size_bytes >= 1) AND (size_bytes <= 5242880)))
);

CREATE TABLE floor.idempotency (
  caller_id text NOT NULL,
  key text NOT NULL,
  digest bytea NOT NULL,
  status integer,
  answer jsonb,
  at timestamp with time zone NOT NULL,
  CONSTRAINT idempotency_key_check CHECK (((length(key) >= 8) AND (length(key) <= 200))),
  CONSTRAINT idempotency_pkey PRIMARY KEY (caller_id, key)
);

CREATE TABLE floor.journal (
  id uuid NOT NULL,
  site_id uuid,
  at timestamp with time zone NOT NULL,
  actor_kind text NOT NULL,
  actor_id uuid,
  on_behalf_of uuid,
  request_id text,
  room text NOT NULL,
  name text NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  subject_kind text NOT NULL,
  subject_id text NOT NULL,
  data jsonb DEFAULT '{}'::jsonb NOT NULL,
  CONSTRAINT journal_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['person'::text, 'key'::text, 'system'::text, 'file'::text]))),
  CONSTRAINT journal_pkey PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);

CREATE TABLE floor.mail (
  id uuid NOT NULL,
  recipient text NOT NULL,
  subject text NOT NULL,
  body text NOT NULL,
  about_kind text,
  about_id text,
  written_at timestamp with time zone NOT NULL,
  sent_at timestamp with time zone,
  attempts integer DEFAULT 0 NOT NULL,
  last_fault text,
  tried_at timestamp with time zone,
  language text,
  CONSTRAINT mail_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text]))),
  CONSTRAINT mail_pkey PRIMARY KEY (id)
);

CREATE TABLE floor.world (
  one boolean DEFAULT true NOT NULL,
  world text NOT NULL,
  begun_at timestamp with time zone NOT NULL,
  CONSTRAINT world_one_check CHECK (one),
  CONSTRAINT world_pkey PRIMARY KEY (one),
  CONSTRAINT world_world_check CHECK ((world = ANY (ARRAY['twin'::text, 'plant'::text])))
);

CREATE TABLE market.claim (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  line_id uuid,
  service_id uuid,
  kind text NOT NULL,
  thing_id uuid NOT NULL,
  span int8range DEFAULT '[0,1)'::int8range NOT NULL,
  label text NOT NULL,
  held_at timestamp with time zone NOT NULL,
  firm_until timestamp with time zone,
  rests_until timestamp with time zone,
  given_back_at timestamp with time zone,
  letter_id uuid,
  CONSTRAINT claim_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES market.letter(id),
  CONSTRAINT claim_line_id_fkey FOREIGN KEY (line_id) REFERENCES market.line(id),
  CONSTRAINT claim_of_somebody CHECK (((line_id IS NOT NULL) OR (service_id IS NOT NULL) OR (letter_id IS NOT NULL))),
  CONSTRAINT claim_pkey PRIMARY KEY (id),
  CONSTRAINT claim_service_id_fkey FOREIGN KEY (service_id) REFERENCES market.service(id),
  CONSTRAINT claim_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT sold_once EXCLUDE USING gist (thing_id WITH =, span WITH &&) WHERE ((given_back_at IS NULL))
);

CREATE TABLE market.clock (
  line_id uuid NOT NULL,
  owner text NOT NULL,
  what jsonb,
  began_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT clock_check CHECK ((ended_at >= began_at)),
  CONSTRAINT clock_line_id_fkey FOREIGN KEY (line_id) REFERENCES market.line(id),
  CONSTRAINT clock_owner_check CHECK ((owner = ANY (ARRAY['site'::text, 'customer'::text, 'other-side'::text, 'supplier'::text, 'ready'::text, 'in-service'::text])))
);

CREATE TABLE market.contract (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  organisation_id uuid,
  zone text NOT NULL,
  billing text DEFAULT 'advance'::text NOT NULL,
  term_months integer DEFAULT 12 NOT NULL,
  notice_days integer DEFAULT 30 NOT NULL,
  acceptance_working_days integer DEFAULT 5 NOT NULL,
  early_end_percent integer DEFAULT 100 NOT NULL,
  payment_days integer DEFAULT 30 NOT NULL,
  firm_holds integer DEFAULT 5 NOT NULL,
  file_owned boolean DEFAULT false NOT NULL,
  created_at timestamp with time zone NOT NULL,
  letter_days integer DEFAULT 60 NOT NULL,
  letter_notice_days integer DEFAULT 30 NOT NULL,
  start_days integer DEFAULT 90 NOT NULL,
  CONSTRAINT contract_acceptance_working_days_check CHECK (((acceptance_working_days >= 0) AND (acceptance_working_days <= 30))),
  CONSTRAINT contract_billing_check CHECK ((billing = ANY (ARRAY['advance'::text, 'arrears'::text]))),
  CONSTRAINT contract_early_end_percent_check CHECK (((early_end_percent >= 0) AND (early_end_percent <= 100))),
  CONSTRAINT contract_letter_days_check CHECK (((letter_days >= 1) AND (letter_days <= 366))),
  CONSTRAINT contract_letter_notice_days_check CHECK (((letter_notice_days >= 0) AND (letter_notice_days <= 365))),
  CONSTRAINT contract_notice_days_check CHECK (((notice_days >= 0) AND (notice_days <= 365))),
  CONSTRAINT contract_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES people.organisation(id),
  CONSTRAINT contract_pkey PRIMARY KEY (id),
  CONSTRAINT contract_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT contract_start_days_check CHECK (((start_days >= 0) AND (start_days <= 3650))),
  CONSTRAINT contract_term_months_check CHECK (((term_months >= 0) AND (term_months <= 120)))
);

CREATE TABLE market.element_limit (
  site_id uuid NOT NULL,
  element_id uuid NOT NULL,
  failure_case text NOT NULL,
  unit text NOT NULL,
  own boolean NOT NULL,
  limit_amount bigint NOT NULL,
  reserved bigint DEFAULT 0 NOT NULL,
  CONSTRAINT element_limit_limit_amount_check CHECK ((limit_amount >= 0)),
  CONSTRAINT element_limit_pkey PRIMARY KEY (element_id, failure_case, unit),
  CONSTRAINT element_limit_reserved_check CHECK ((reserved >= 0)),
  CONSTRAINT element_limit_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT element_limit_unit_check CHECK ((unit = ANY (ARRAY['W'::text, 'VA'::text, 'kg'::text]))),
  CONSTRAINT within_limit CHECK ((reserved <= limit_amount))
);

CREATE TABLE market.evidence (
  id uuid NOT NULL,
  line_id uuid,
  service_id uuid NOT NULL,
  step text NOT NULL,
  proof text NOT NULL,
  value jsonb NOT NULL,
  unit text,
  method text NOT NULL,
  source text NOT NULL,
  world text NOT NULL,
  by_device text,
  by_person uuid,
  file_id uuid,
  at timestamp with time zone NOT NULL,
  instrument_id uuid,
  instrument jsonb,
  CONSTRAINT evidence_by_person_fkey FOREIGN KEY (by_person) REFERENCES people.person(id),
  CONSTRAINT evidence_file_id_fkey FOREIGN KEY (file_id) REFERENCES floor.file(id),
  CONSTRAINT evidence_instrument_id_fkey FOREIGN KEY (instrument_id) REFERENCES facility.instrument(id),
  CONSTRAINT evidence_line_id_fkey FOREIGN KEY (line_id) REFERENCES market.line(id),
  CONSTRAINT evidence_once UNIQUE NULLS NOT DISTINCT (service_id, line_id, step, proof),
  CONSTRAINT evidence_pkey PRIMARY KEY (id),
  CONSTRAINT evidence_service_id_fkey FOREIGN KEY (service_id) REFERENCES market.service(id),
  CONSTRAINT evidence_source_check CHECK ((source = ANY (ARRAY['measured'::text, 'attested'::text, 'declared'::text]))),
  CONSTRAINT evidence_world_check CHECK ((world = ANY (ARRAY['twin'::text, 'plant'::text])))
);

CREATE TABLE market.handover_note (
  service_id uuid NOT NULL,
  file_id uuid NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT handover_note_file_id_fkey FOREIGN KEY (file_id) REFERENCES floor.file(id),
  CONSTRAINT handover_note_pkey PRIMARY KEY (service_id),
  CONSTRAINT handover_note_service_id_fkey FOREIGN KEY (service_id) REFERENCES market.service(id)
);

CREATE TABLE market.import_piece (
  upload_id uuid NOT NULL,
  place integer NOT NULL,
  line_offset integer NOT NULL,
  content bytea NOT NULL,
  kept_at timestamp with time zone NOT NULL,
  CONSTRAINT import_piece_pkey PRIMARY KEY (upload_id, place),
  CONSTRAINT import_piece_place_check CHECK ((place >= 1))
);

CREATE TABLE market.letter (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  number text NOT NULL,
  code text NOT NULL,
  code_sha256 bytea NOT NULL,
  issuer_id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  panel_id uuid NOT NULL,
  "position" integer NOT NULL,
  panel text NOT NULL,
  label text NOT NULL,
  connector text NOT NULL,
  media text NOT NULL,
  expires_on date NOT NULL,
  for_line_id uuid,
  issued_by uuid,
  issued_at timestamp with time zone NOT NULL,
  used_line_id uuid,
  used_at timestamp with time zone,
  revoked_by uuid,
  revoked_at timestamp with time zone,
  version integer DEFAULT 1 NOT NULL,
  pays boolean DEFAULT false NOT NULL,
  customer_reference text,
  service_code text,
  engagement_number text,
  CONSTRAINT letter_check CHECK ((organisation_id <> issuer_id)),
  CONSTRAINT letter_check1 CHECK (((used_line_id IS NULL) = (used_at IS NULL))),
  CONSTRAINT letter_code_check CHECK ((length(code) >= 25)),
  CONSTRAINT letter_code_sha256_key UNIQUE (code_sha256),
  CONSTRAINT letter_for_line_id_fkey FOREIGN KEY (for_line_id) REFERENCES market.line(id),
  CONSTRAINT letter_issued_by_fkey FOREIGN KEY (issued_by) REFERENCES people.person(id),
  CONSTRAINT letter_issuer_id_fkey FOREIGN KEY (issuer_id) REFERENCES people.organisation(id),
  CONSTRAINT letter_number_key UNIQUE (number),
  CONSTRAINT letter_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES people.organisation(id),
  CONSTRAINT letter_panel_id_fkey FOREIGN KEY (panel_id) REFERENCES fibre.panel(id),
  CONSTRAINT letter_pays_a_line CHECK (((NOT pays) OR (for_line_id IS NOT NULL))),
  CONSTRAINT letter_pkey PRIMARY KEY (id),
  CONSTRAINT letter_position_check CHECK (("position" >= 1)),
  CONSTRAINT letter_references CHECK ((pays OR ((customer_reference IS NULL) AND (service_code IS NULL) AND (engagement_number IS NULL)))),
  CONSTRAINT letter_revoked_by_fkey FOREIGN KEY (revoked_by) REFERENCES people.person(id),
  CONSTRAINT letter_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT letter_used_line_id_fkey FOREIGN KEY (used_line_id) REFERENCES market.line(id)
);

CREATE TABLE market.letter_request (
  line_id uuid NOT NULL,
  site_id uuid NOT NULL,
  other_id uuid NOT NULL,
  media text,
  panel_id uuid,
  asked_at timestamp with time zone NOT NULL,
  pays boolean DEFAULT false NOT NULL,
  CONSTRAINT letter_request_line_id_fkey FOREIGN KEY (line_id) REFERENCES market.line(id),
  CONSTRAINT letter_request_other_id_fkey FOREIGN KEY (other_id) REFERENCES people.organisation(id),
  CONSTRAINT letter_request_panel_id_fkey FOREIGN KEY (panel_id) REFERENCES fibre.panel(id),
  CONSTRAINT letter_request_pkey PRIMARY KEY (line_id),
  CONSTRAINT letter_request_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id)
);

CREATE TABLE market.limits_of (
  site_id uuid NOT NULL,
  plant_revision bigint NOT NULL,
  CONSTRAINT limits_of_pkey PRIMARY KEY (site_id),
  CONSTRAINT limits_of_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id)
);

CREATE TABLE market.line (
  id uuid NOT NULL,
  order_id uuid NOT NULL,
  "position" integer NOT NULL,
  does text DEFAULT 'create'::text NOT NULL,
  product text NOT NULL,
  parameters jsonb NOT NULL,
  service_id uuid,
  state text NOT NULL,
  quote jsonb,
  waiting_for text,
  waiting_what jsonb,
  waiting_since timestamp with time zone,
  unwinding boolean DEFAULT false NOT NULL,
  unwinding_why text,
  notice_sent_at timestamp with time zone,
  rejected_at timestamp with time zone,
  reject_reason text,
  accepted_handover_at timestamp with time zone,
  version integer DEFAULT 1 NOT NULL,
  change jsonb,
  change_open boolean DEFAULT false NOT NULL,
  accepted_handover_on date,
  CONSTRAINT line_check CHECK (((waiting_for IS NULL) = (waiting_since IS NULL))),
  CONSTRAINT line_check1 CHECK (((state <> 'waiting'::text) OR (waiting_for IS NOT NULL))),
  CONSTRAINT line_check2 CHECK (((does = 'change'::text) OR (NOT change_open))),
  CONSTRAINT line_does_check CHECK ((does = ANY (ARRAY['create'::text, 'change'::text, 'cease'::text]))),
  CONSTRAINT line_order_id_fkey FOREIGN KEY (order_id) REFERENCES market."order"(id),
  CONSTRAINT line_order_id_position_key UNIQUE (order_id, "position"),
  CONSTRAINT line_pkey PRIMARY KEY (id),
  CONSTRAINT line_position_check CHECK ((("position" >= 1) AND ("position" <= 50))),
  CONSTRAINT line_service_id_fkey FOREIGN KEY (service_id) REFERENCES market.service(id),
  CONSTRAINT line_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'quoted'::text, 'accepted'::text, 'delivering'::text, 'waiting'::text, 'ready'::text, 'in-service'::text, 'refused'::text, 'cancelled'::text, 'expired'::text, 'rejected'::text, 'dismantled'::text]))),
  CONSTRAINT line_waiting_for_check CHECK ((waiting_for = ANY (ARRAY['customer'::text, 'other-side'::text, 'supplier'::text, 'site'::text])))
);

CREATE TABLE market.load (
  claim_id uuid NOT NULL,
  watts integer NOT NULL,
  sides text NOT NULL,
  weight_kg integer,
  units int8range,
  CONSTRAINT load_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES market.claim(id),
  CONSTRAINT load_counts CHECK (((watts > 0) OR ((watts = 0) AND (weight_kg IS NOT NULL)))),
  CONSTRAINT load_pkey PRIMARY KEY (claim_id),
  CONSTRAINT load_sides_check CHECK ((sides = ANY (ARRAY['A+B'::text, 'A'::text, 'B'::text]))),
  CONSTRAINT load_units_check CHECK ((NOT isempty(units))),
  CONSTRAINT load_weight_kg_check CHECK ((weight_kg > 0))
);

CREATE TABLE market.measured_load (
  claim_id uuid NOT NULL,
  newest_at timestamp with time zone,
  measured_w integer,
  peak_w integer,
  peak_at timestamp with time zone,
  known_s integer NOT NULL,
  computed_at timestamp with time zone NOT NULL,
  CONSTRAINT measured_load_check CHECK (((peak_w IS NULL) = (peak_at IS NULL))),
  CONSTRAINT measured_load_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES market.claim(id),
  CONSTRAINT measured_load_pkey PRIMARY KEY (claim_id)
);

CREATE TABLE market.move_agreed (
  service_id uuid NOT NULL,
  plan jsonb NOT NULL,
  agreed_at timestamp with time zone NOT NULL,
  agreed_by uuid,
  tested_at timestamp with time zone,
  tested_by uuid,
  test_note text,
  CONSTRAINT move_agreed_agreed_by_fkey FOREIGN KEY (agreed_by) REFERENCES people.person(id),
  CONSTRAINT move_agreed_check CHECK (((tested_at IS NULL) = (test_note IS NULL))),
  CONSTRAINT move_agreed_pkey PRIMARY KEY (service_id),
  CONSTRAINT move_agreed_service_id_fkey FOREIGN KEY (service_id) REFERENCES market.service(id),
  CONSTRAINT move_agreed_tested_by_fkey FOREIGN KEY (tested_by) REFERENCES people.person(id)
);

CREATE TABLE market."order" (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  number text NOT NULL,
  organisation_id uuid NOT NULL,
  kind text DEFAULT 'new'::text NOT NULL,
  together boolean DEFAULT false NOT NULL,
  customer_reference text,
  service_code text,
  engagement_number text,
  quote_kind text,
  quoted_at timestamp with time zone,
  expires_at timestamp with time zone,
  accepted_at timestamp with time zone,
  accepted_by uuid,
  paper_file_id uuid,
  paper_number text,
  paper_date date,
  paper_signer text,
  entered_by uuid,
  cancelled_at timestamp with time zone,
  cancel_reason text,
  drafted_by uuid,
  created_at timestamp with time zone NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  by_site boolean DEFAULT false NOT NULL,
  CONSTRAINT order_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES people.person(id),
  CONSTRAINT order_check CHECK (((accepted_at IS NULL) OR (accepted_by IS NOT NULL) OR ((paper_file_id IS NOT NULL) AND (paper_number IS NOT NULL) AND (paper_date IS NOT NULL) AND (paper_signer IS NOT NULL)))),
  CONSTRAINT order_drafted_by_fkey FOREIGN KEY (drafted_by) REFERENCES people.person(id),
  CONSTRAINT order_entered_by_fkey FOREIGN KEY (entered_by) REFERENCES people.person(id),
  CONSTRAINT order_kind_check CHECK ((kind = ANY (ARRAY['new'::text, 'change'::text, 'cease'::text]))),
  CONSTRAINT order_number_key UNIQUE (number),
  CONSTRAINT order_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES people.organisation(id),
  CONSTRAINT order_paper_file_id_fkey FOREIGN KEY (paper_file_id) REFERENCES floor.file(id),
  CONSTRAINT order_pkey PRIMARY KEY (id),
  CONSTRAINT order_quote_kind_check CHECK ((quote_kind = ANY (ARRAY['firm'::text, 'subject-to-availability'::text]))),
  CONSTRAINT order_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id)
);

CREATE TABLE market.power_alarm (
  id uuid NOT NULL,
  claim_id uuid NOT NULL,
  service_id uuid NOT NULL,
  limit_w integer NOT NULL,
  peak_w integer NOT NULL,
  peak_at timestamp with time zone NOT NULL,
  began_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT power_alarm_check CHECK ((ended_at >= began_at)),
  CONSTRAINT power_alarm_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES market.claim(id),
  CONSTRAINT power_alarm_pkey PRIMARY KEY (id),
  CONSTRAINT power_alarm_service_id_fkey FOREIGN KEY (service_id) REFERENCES market.service(id)
);

CREATE TABLE market.price (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  product text NOT NULL,
  item text NOT NULL,
  setup_micro_euros bigint NOT NULL,
  monthly_micro_euros bigint NOT NULL,
  vat_category text DEFAULT 'standard'::text NOT NULL,
  from_date date NOT NULL,
  name_fr text,
  name_en text,
  CONSTRAINT price_monthly_micro_euros_check CHECK ((monthly_micro_euros >= 0)),
  CONSTRAINT price_pkey PRIMARY KEY (id),
  CONSTRAINT price_setup_micro_euros_check CHECK ((setup_micro_euros >= 0)),
  CONSTRAINT price_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT price_site_id_product_item_from_date_key UNIQUE (site_id, product, item, from_date),
  CONSTRAINT price_vat_category_check CHECK ((vat_category = 'standard'::text))
);

CREATE TABLE market.service (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  number text NOT NULL,
  organisation_id uuid NOT NULL,
  product text NOT NULL,
  parameters jsonb NOT NULL,
  origin text DEFAULT 'ordered'::text NOT NULL,
  state text NOT NULL,
  suspended_for text,
  setup_cents bigint DEFAULT 0 NOT NULL,
  monthly_micro_euros bigint,
  item text,
  billing text,
  zone text NOT NULL,
  term_months integer,
  early_end_percent integer,
  ready_at timestamp with time zone,
  live_at timestamp with time zone,
  billing_from date,
  billing_reason text,
  term_ends date,
  notice_at timestamp with time zone,
  ends_on date,
  closed_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  notice_days integer,
  CONSTRAINT service_billing_check CHECK ((billing = ANY (ARRAY['advance'::text, 'arrears'::text]))),
  CONSTRAINT service_billing_reason_check CHECK ((billing_reason = ANY (ARRAY['acceptance'::text, 'first-use'::text, 'notice-elapsed'::text]))),
  CONSTRAINT service_check CHECK (((state = 'notice-given'::text) OR ((state = 'suspended'::text) = (suspended_for IS NOT NULL)))),
  CONSTRAINT service_notice_days_check CHECK (((notice_days >= 0) AND (notice_days <= 3650))),
  CONSTRAINT service_number_key UNIQUE (number),
  CONSTRAINT service_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES people.organisation(id),
  CONSTRAINT service_origin_check CHECK ((origin = ANY (ARRAY['ordered'::text, 'opening'::text, 'taken-over'::text, 'imported'::text]))),
  CONSTRAINT service_pkey PRIMARY KEY (id),
  CONSTRAINT service_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT service_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'in-service'::text, 'suspended'::text, 'notice-given'::text, 'dismantling'::text, 'closed'::text]))),
  CONSTRAINT service_suspended_for_check CHECK ((suspended_for = ANY (ARRAY['unpaid'::text, 'abuse'::text, 'safety'::text])))
);

CREATE TABLE market.service_price (
  id uuid NOT NULL,
  service_id uuid NOT NULL,
  line_id uuid,
  from_date date NOT NULL,
  item text,
  items jsonb NOT NULL,
  monthly_micro_euros bigint NOT NULL,
  made_at timestamp with time zone NOT NULL,
  index_name text,
  index_before numeric,
  index_value numeric,
  published_on date,
  CONSTRAINT service_price_check CHECK ((((index_name IS NULL) = (index_value IS NULL)) AND ((index_name IS NULL) = (index_before IS NULL)))),
  CONSTRAINT service_price_check1 CHECK (((published_on IS NULL) OR (index_name IS NOT NULL))),
  CONSTRAINT service_price_index_before_check CHECK ((index_before > (0)::numeric)),
  CONSTRAINT service_price_index_value_check CHECK ((index_value > (0)::numeric)),
  CONSTRAINT service_price_line_id_fkey FOREIGN KEY (line_id) REFERENCES market.line(id),
  CONSTRAINT service_price_line_id_key UNIQUE (line_id),
  CONSTRAINT service_price_monthly_micro_euros_check CHECK ((monthly_micro_euros >= 0)),
  CONSTRAINT service_price_pkey PRIMARY KEY (id),
  CONSTRAINT service_price_service_id_fkey FOREIGN KEY (service_id) REFERENCES market.service(id)
);

CREATE TABLE market.service_usage_price (
  service_id uuid NOT NULL,
  item text NOT NULL,
  unit_micro_euros bigint NOT NULL,
  from_date date NOT NULL,
  CONSTRAINT service_usage_price_pkey PRIMARY KEY (service_id, item, from_date),
  CONSTRAINT service_usage_price_service_id_fkey FOREIGN KEY (service_id) REFERENCES market.service(id),
  CONSTRAINT service_usage_price_unit_micro_euros_check CHECK ((unit_micro_euros >= 0))
);

CREATE TABLE market.standing_consent (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  issuer_id uuid NOT NULL,
  panel_id uuid NOT NULL,
  positions int4range NOT NULL,
  any_company boolean NOT NULL,
  until_date date NOT NULL,
  given_by uuid,
  given_at timestamp with time zone NOT NULL,
  ended_by uuid,
  ended_at timestamp with time zone,
  CONSTRAINT standing_consent_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES people.person(id),
  CONSTRAINT standing_consent_given_by_fkey FOREIGN KEY (given_by) REFERENCES people.person(id),
  CONSTRAINT standing_consent_issuer_id_fkey FOREIGN KEY (issuer_id) REFERENCES people.organisation(id),
  CONSTRAINT standing_consent_panel_id_fkey FOREIGN KEY (panel_id) REFERENCES fibre.panel(id),
  CONSTRAINT standing_consent_pkey PRIMARY KEY (id),
  CONSTRAINT standing_consent_positions_check CHECK (((NOT isempty(positions)) AND (lower(positions) >= 1))),
  CONSTRAINT standing_consent_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id)
);

CREATE TABLE market.standing_consent_company (
  consent_id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  CONSTRAINT standing_consent_company_consent_id_fkey FOREIGN KEY (consent_id) REFERENCES market.standing_consent(id),
  CONSTRAINT standing_consent_company_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES people.organisation(id),
  CONSTRAINT standing_consent_company_pkey PRIMARY KEY (consent_id, organisation_id)
);

CREATE TABLE market.standing_use (
  line_id uuid NOT NULL,
  consent_id uuid NOT NULL,
  used_at timestamp with time zone NOT NULL,
  revoked_at timestamp with time zone,
  revoked_by uuid,
  CONSTRAINT standing_use_consent_id_fkey FOREIGN KEY (consent_id) REFERENCES market.standing_consent(id),
  CONSTRAINT standing_use_line_id_fkey FOREIGN KEY (line_id) REFERENCES market.line(id),
  CONSTRAINT standing_use_pkey PRIMARY KEY (line_id),
  CONSTRAINT standing_use_revoked_by_fkey FOREIGN KEY (revoked_by) REFERENCES people.person(id)
);

CREATE TABLE market.step (
  id uuid NOT NULL,
  line_id uuid NOT NULL,
  "position" integer NOT NULL,
  name text NOT NULL,
  does_by text NOT NULL,
  for_ready boolean NOT NULL,
  state text DEFAULT 'pending'::text NOT NULL,
  acted_at timestamp with time zone,
  done_at timestamp with time zone,
  undone_at timestamp with time zone,
  waits_for text,
  waits_what jsonb,
  waits_since timestamp with time zone,
  fault text,
  closed_by uuid,
  CONSTRAINT step_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES people.person(id),
  CONSTRAINT step_does_by_check CHECK ((does_by = ANY (ARRAY['person'::text, 'machine'::text, 'customer'::text]))),
  CONSTRAINT step_line_id_fkey FOREIGN KEY (line_id) REFERENCES market.line(id),
  CONSTRAINT step_line_id_name_key UNIQUE (line_id, name),
  CONSTRAINT step_line_id_position_key UNIQUE (line_id, "position"),
  CONSTRAINT step_pkey PRIMARY KEY (id),
  CONSTRAINT step_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'acted'::text, 'done'::text, 'undoing'::text, 'undone'::text]))),
  CONSTRAINT step_waits_for_check CHECK ((waits_for = ANY (ARRAY['customer'::text, 'other-side'::text, 'supplier'::text, 'site'::text])))
);

CREATE TABLE market.sum_claim (
  claim_id uuid NOT NULL,
  element_id uuid NOT NULL,
  failure_case text NOT NULL,
  unit text NOT NULL,
  amount bigint NOT NULL,
  CONSTRAINT sum_claim_amount_check CHECK ((amount > 0)),
  CONSTRAINT sum_claim_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES market.load(claim_id),
  CONSTRAINT sum_claim_element_id_failure_case_unit_fkey FOREIGN KEY (element_id, failure_case, unit) REFERENCES market.element_limit(element_id, failure_case, unit),
  CONSTRAINT sum_claim_pkey PRIMARY KEY (claim_id, element_id, failure_case, unit)
);

CREATE TABLE market.survey (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  number text NOT NULL,
  organisation_id uuid NOT NULL,
  place text NOT NULL,
  surveyed_on date NOT NULL,
  devices jsonb NOT NULL,
  entered_by uuid,
  created_at timestamp with time zone NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT survey_entered_by_fkey FOREIGN KEY (entered_by) REFERENCES people.person(id),
  CONSTRAINT survey_number_key UNIQUE (number),
  CONSTRAINT survey_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES people.organisation(id),
  CONSTRAINT survey_pkey PRIMARY KEY (id),
  CONSTRAINT survey_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id)
);

CREATE TABLE market.taken_consent (
  service_id uuid NOT NULL,
  site_id uuid NOT NULL,
  issuer_id uuid NOT NULL,
  label text NOT NULL,
  declared_at timestamp with time zone NOT NULL,
  revoked_by uuid,
  revoked_at timestamp with time zone,
  CONSTRAINT taken_consent_issuer_id_fkey FOREIGN KEY (issuer_id) REFERENCES people.organisation(id),
  CONSTRAINT taken_consent_pkey PRIMARY KEY (service_id),
  CONSTRAINT taken_consent_revoked_by_fkey FOREIGN KEY (revoked_by) REFERENCES people.person(id),
  CONSTRAINT taken_consent_service_id_fkey FOREIGN KEY (service_id) REFERENCES market.service(id),
  CONSTRAINT taken_consent_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id)
);

CREATE TABLE market.taken_over (
  service_id uuid NOT NULL,
  site_id uuid NOT NULL,
  old_number text NOT NULL,
  invoiced_until date NOT NULL,
  setup_paid boolean NOT NULL,
  price_from date,
  next_price_from date,
  index_name text,
  index_value numeric,
  index_day text,
  customer_reference text,
  engagement_number text,
  declared jsonb NOT NULL,
  file_name text NOT NULL,
  file_sha256 bytea NOT NULL,
  file_line integer NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT taken_over_check CHECK (((index_name IS NOT NULL) OR ((index_value IS NULL) AND (index_day IS NULL)))),
  CONSTRAINT taken_over_file_sha256_check CHECK ((length(file_sha256) = 32)),
  CONSTRAINT taken_over_index_day_check CHECK ((index_day ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'::text)),
  CONSTRAINT taken_over_old_number_check CHECK ((old_number <> ''::text)),
  CONSTRAINT taken_over_pkey PRIMARY KEY (service_id),
  CONSTRAINT taken_over_service_id_fkey FOREIGN KEY (service_id) REFERENCES market.service(id),
  CONSTRAINT taken_over_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT taken_over_site_id_old_number_key UNIQUE (site_id, old_number)
);

CREATE TABLE market.usage_price (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  product text NOT NULL,
  item text NOT NULL,
  unit text NOT NULL,
  unit_micro_euros bigint NOT NULL,
  from_date date NOT NULL,
  CONSTRAINT usage_price_pkey PRIMARY KEY (id),
  CONSTRAINT usage_price_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT usage_price_site_id_product_item_from_date_key UNIQUE (site_id, product, item, from_date),
  CONSTRAINT usage_price_unit_check CHECK ((unit = ANY (ARRAY['kWh'::text, 'day'::text]))),
  CONSTRAINT usage_price_unit_micro_euros_check CHECK ((unit_micro_euros >= 0))
);

CREATE TABLE market.work_order (
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  number text NOT NULL,
  step_id uuid NOT NULL,
  undo boolean DEFAULT false NOT NULL,
  organisation_id uuid NOT NULL,
  what jsonb NOT NULL,
  needs jsonb NOT NULL,
  second_person boolean DEFAULT false NOT NULL,
  planned_for timestamp with time zone,
  state text NOT NULL,
  taken_by uuid,
  taken_at timestamp with time zone,
  blocked_why text,
  done_by uuid,
  done_at timestamp with time zone,
  confirmed_by uuid,
  confirmed_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  was_blocked boolean DEFAULT false NOT NULL,
  CONSTRAINT work_order_check CHECK ((confirmed_by <> done_by)),
  CONSTRAINT work_order_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES people.person(id),
  CONSTRAINT work_order_done_by_fkey FOREIGN KEY (done_by) REFERENCES people.person(id),
  CONSTRAINT work_order_number_key UNIQUE (number),
  CONSTRAINT work_order_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES people.organisation(id),
  CONSTRAINT work_order_pkey PRIMARY KEY (id),
  CONSTRAINT work_order_site_id_fkey FOREIGN KEY (site_id) REFERENCES facility.site(id),
  CONSTRAINT work_order_state_check CHECK ((state = ANY (ARRAY['open'::text, 'taken'::text, 'blocked'::text, 'to-confirm'::text, 'done'::text, 'withdrawn'::text]))),
  CONSTRAINT work_order_step_id_fkey FOREIGN KEY (step_id) REFERENCES market.step(id),
  CONSTRAINT work_order_step_id_undo_key UNIQUE (step_id, undo),
  CONSTRAINT work_order_taken_by_fkey FOREIGN KEY (taken_by) REFERENCES people.person(id)
);

CREATE TABLE market.work_proof (
  id uuid NOT NULL,
  work_order_id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  text text,
  value numeric,
  unit text,
  file_id uuid,
  by_person uuid,
  taken_at timestamp with time zone NOT NULL,
  received_at timestamp with time zone NOT NULL,
  instrument_id uuid,
  instrument jsonb,
  CONSTRAINT work_proof_by_person_fkey FOREIGN KEY (by_person) REFERENCES people.person(id),
  CONSTRAINT work_proof_file_id_fkey FOREIGN KEY (file_id) REFERENCES floor.file(id),
  CONSTRAINT work_proof_instrument_id_fkey FOREIGN KEY (instrument_id) REFERENCES facility.instrument(id),
  CONSTRAINT work_proof_kind_check CHECK ((kind = ANY (ARRAY['note'::text, 'photo'::text, 'scan'::text, 'reading'::text]))),
  CONSTRAINT work_proof_pkey PRIMARY KEY (id),
  CONSTRAINT work_proof_work_order_id_fkey FOREIGN KEY (work_order_id) REFERENCES market.work_order(id),
  CONSTRAINT work_proof_work_order_id_name_key UNIQUE (work_order_id, name)
);

CREATE TABLE people.api_key (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  label text NOT NULL,
  sha256 bytea NOT NULL,
  scopes text[] NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  CONSTRAINT api_key_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  CONSTRAINT api_key_pkey PRIMARY KEY (id),
  CONSTRAINT api_key_sha256_key UNIQUE (sha256)
);

CREATE TABLE people.authorisation (
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  "right" text NOT NULL,
  from_date date NOT NULL,
  until_date date,
  granted_by uuid,
  created_at timestamp with time zone NOT NULL,
  withdrawn_at timestamp with time zone,
  CONSTRAINT authorisation_check CHECK ((until_date >= from_date)),
  CONSTRAINT authorisation_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  CONSTRAINT authorisation_pkey PRIMARY KEY (id),
  CONSTRAINT authorisation_right_check CHECK (("right" = ANY (ARRAY['read'::text, 'order'::text, 'sign'::text, 'visit'::text, 'remote-hands'::text, 'incident'::text, 'loa'::text, 'billing'::text])))
);

CREATE TABLE people.operator_role (
  person_id uuid NOT NULL,
  role text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT operator_role_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  CONSTRAINT operator_role_pkey PRIMARY KEY (person_id, role),
  CONSTRAINT operator_role_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'sales'::text, 'engineer'::text, 'technician'::text, 'accountant'::text])))
);

CREATE TABLE people.organisation (
  id uuid NOT NULL,
  handle text NOT NULL,
  name text COLLATE "und-x-icu" NOT NULL,
  kinds text[] NOT NULL,
  reseller_id uuid,
  country character(2) NOT NULL,
  language text DEFAULT 'fr'::text NOT NULL,
  siret text,
  vat_number text,
  service_code text,
  address text DEFAULT ''::text NOT NULL,
  invoice_mail text,
  file_owned boolean DEFAULT false NOT NULL,
  invented boolean DEFAULT false NOT NULL,
  version integer DEFAULT 1 NOT NULL,
  created_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT organisation_check CHECK ((reseller_id <> id)),
  CONSTRAINT organisation_handle_check CHECK ((handle ~ '^[a-z0-9][a-z0-9-]{1,62}$'::text)),
  CONSTRAINT organisation_handle_key UNIQUE (handle),
  CONSTRAINT organisation_kinds_check CHECK (((kinds <@ ARRAY['operator'::text, 'tenant'::text, 'carrier'::text, 'public-body'::text, 'public-health'::text, 'public-undertaking'::text, 'exchange-member'::text]) AND (cardinality(kinds) > 0))),
  CONSTRAINT organisation_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text]))),
  CONSTRAINT organisation_pkey PRIMARY KEY (id),
  CONSTRAINT organisation_reseller_id_fkey FOREIGN KEY (reseller_id) REFERENCES people.organisation(id),
  CONSTRAINT organisation_siret_check CHECK ((siret ~ '^[0-9]{14}$'::text))
);

CREATE TABLE people.person (
  id uuid NOT NULL,
  organisation_id uuid NOT NULL,
  name text COLLATE "und-x-icu" NOT NULL,
  mail text,
  phone text,
  language text DEFAULT 'fr'::text NOT NULL,
  account_id uuid,
  file_handle text,
  version integer DEFAULT 1 NOT NULL,
  created_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT person_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts."user"(id) ON DELETE SET NULL,
  CONSTRAINT person_account_id_key UNIQUE (account_id),
  CONSTRAINT person_file_handle_key UNIQUE (file_handle),
  CONSTRAINT person_language_check CHECK ((language = ANY (ARRAY['fr'::text, 'en'::text]))),
  CONSTRAINT person_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES people.organisation(id),
  CONSTRAINT person_pkey PRIMARY KEY (id)
);

CREATE TABLE people.sign_in_link (
  sha256 bytea NOT NULL,
  person_id uuid NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  CONSTRAINT sign_in_link_person_id_fkey FOREIGN KEY (person_id) REFERENCES people.person(id),
  CONSTRAINT sign_in_link_pkey PRIMARY KEY (sha256)
);

CREATE TABLE migration (
  number integer NOT NULL,
  name text NOT NULL,
  sha256 text NOT NULL,
  applied_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT migration_pkey PRIMARY KEY (number)
);

CREATE TABLE telemetry.chunk (
  subject_id uuid NOT NULL,
  day date NOT NULL,
  readings integer NOT NULL,
  content bytea NOT NULL,
  CONSTRAINT chunk_pkey PRIMARY KEY (subject_id, day),
  CONSTRAINT chunk_readings_check CHECK ((readings > 0))
);

CREATE TABLE telemetry.jump (
  subject_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  energy_wh bigint NOT NULL,
  CONSTRAINT jump_pkey PRIMARY KEY (subject_id)
);

CREATE TABLE telemetry.newest (
  subject_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  energy_wh bigint,
  power_w integer,
  CONSTRAINT newest_pkey PRIMARY KEY (subject_id)
);

-- indexes

CREATE INDEX "account_userId_idx" ON accounts.account USING btree ("userId");

CREATE INDEX "session_userId_idx" ON accounts.session USING btree ("userId");

CREATE INDEX "twoFactor_secret_idx" ON accounts."twoFactor" USING btree (secret);

CREATE INDEX "twoFactor_userId_idx" ON accounts."twoFactor" USING btree ("userId");

CREATE INDEX attachment_asn ON exchange.attachment USING btree (site_id, asn);

CREATE INDEX attachment_organisation ON exchange.attachment USING btree (organisation_id);

CREATE INDEX billed_credited_by ON billing.billed USING btree (credited_by) WHERE (credited_by IS NOT NULL);

CREATE INDEX claim_kind ON market.claim USING btree (kind, thing_id) WHERE (given_back_at IS NULL);

CREATE INDEX claim_letter ON market.claim USING btree (letter_id);

CREATE INDEX claim_line ON market.claim USING btree (line_id) WHERE (given_back_at IS NULL);

CREATE INDEX claim_rests ON market.claim USING btree (rests_until) WHERE ((given_back_at IS NULL) AND (rests_until IS NOT NULL));

CREATE INDEX claim_service ON market.claim USING btree (service_id) WHERE (given_back_at IS NULL);

CREATE INDEX clock_line ON market.clock USING btree (line_id, began_at);

CREATE INDEX declared_attachment_asn ON exchange.declared_attachment USING btree (site_id, asn);

CREATE INDEX declared_attachment_exchange ON exchange.declared_attachment USING btree (exchange_id) WHERE (ended_at IS NULL);

CREATE INDEX declared_attachment_organisation ON exchange.declared_attachment USING btree (organisation_id);

CREATE INDEX element_compartment ON facility.element USING btree (compartment_id);

CREATE INDEX element_limit_site ON market.element_limit USING btree (site_id);

CREATE INDEX evidence_instrument ON market.evidence USING btree (instrument_id) WHERE (instrument_id IS NOT NULL);

CREATE INDEX evidence_line ON market.evidence USING btree (line_id);

CREATE INDEX idempotency_at ON floor.idempotency USING btree (at);

CREATE INDEX import_piece_age ON market.import_piece USING btree (kept_at);

CREATE INDEX invoice_credits ON billing.invoice USING btree (credits_id) WHERE (credits_id IS NOT NULL);

CREATE INDEX invoice_organisation ON billing.invoice USING btree (organisation_id, id DESC);

CREATE INDEX invoice_run ON billing.invoice USING btree (run_id);

CREATE INDEX journal_behalf ON ONLY floor.journal USING btree (on_behalf_of, at DESC, id DESC);

CREATE INDEX journal_name ON ONLY floor.journal USING btree (name, at DESC, id DESC);

CREATE INDEX journal_room ON ONLY floor.journal USING btree (room, at DESC, id DESC);

CREATE INDEX journal_subject ON ONLY floor.journal USING btree (subject_kind, subject_id, at DESC, id DESC);

CREATE INDEX letter_for_line ON market.letter USING btree (for_line_id);

CREATE INDEX letter_issuer ON market.letter USING btree (issuer_id, id DESC);

CREATE INDEX letter_open ON market.letter USING btree (expires_on) WHERE ((used_line_id IS NULL) AND (revoked_at IS NULL));

CREATE INDEX letter_organisation ON market.letter USING btree (organisation_id, id DESC);

CREATE INDEX letter_request_other ON market.letter_request USING btree (other_id, asked_at);

CREATE INDEX letter_used_line ON market.letter USING btree (used_line_id);

CREATE INDEX line_busy ON market.line USING btree (id) WHERE ((state = ANY (ARRAY['accepted'::text, 'delivering'::text, 'waiting'::text, 'ready'::text])) OR unwinding);

CREATE INDEX line_service ON market.line USING btree (service_id);

CREATE INDEX mail_unsent ON floor.mail USING btree (written_at) WHERE (sent_at IS NULL);

CREATE INDEX order_organisation ON market."order" USING btree (organisation_id, id DESC);

CREATE INDEX organisation_reseller ON people.organisation USING btree (reseller_id);

CREATE INDEX outlet_compartment ON facility.outlet USING btree (compartment_id);

CREATE INDEX person_organisation ON people.person USING btree (organisation_id);

CREATE INDEX power_alarm_service ON market.power_alarm USING btree (service_id);

CREATE INDEX reduced_credited_by ON billing.reduced USING btree (credited_by);

CREATE INDEX run_site ON billing.run USING btree (site_id, id DESC);

CREATE INDEX service_organisation ON market.service USING btree (organisation_id, id DESC);

CREATE INDEX service_price_of ON market.service_price USING btree (service_id, from_date, id);

CREATE INDEX standing_consent_issuer ON market.standing_consent USING btree (issuer_id, id DESC);

CREATE INDEX standing_use_consent ON market.standing_use USING btree (consent_id);

CREATE INDEX sum_claim_limit ON market.sum_claim USING btree (element_id, failure_case, unit);

CREATE INDEX survey_organisation ON market.survey USING btree (organisation_id, id DESC);

CREATE INDEX taken_consent_issuer ON market.taken_consent USING btree (issuer_id);

CREATE INDEX verification_identifier_idx ON accounts.verification USING btree (identifier);

CREATE INDEX work_order_open ON market.work_order USING btree (site_id, created_at) WHERE (state = ANY (ARRAY['open'::text, 'taken'::text, 'blocked'::text, 'to-confirm'::text]));

CREATE INDEX work_proof_instrument ON market.work_proof USING btree (instrument_id) WHERE (instrument_id IS NOT NULL);

CREATE UNIQUE INDEX attachment_mac ON exchange.attachment USING btree (lan_id, mac) WHERE ((state <> 'off'::text) AND (mac IS NOT NULL));

CREATE UNIQUE INDEX attachment_port ON exchange.attachment USING btree (port_id) WHERE (state <> 'off'::text);

CREATE UNIQUE INDEX attachment_v4 ON exchange.attachment USING btree (lan_id, v4) WHERE (state <> 'off'::text);

CREATE UNIQUE INDEX attachment_v6 ON exchange.attachment USING btree (lan_id, v6) WHERE (state <> 'off'::text);

CREATE UNIQUE INDEX authorisation_once ON people.authorisation USING btree (person_id, "right") WHERE (withdrawn_at IS NULL);

CREATE UNIQUE INDEX billed_setup_once ON billing.billed USING btree (service_id, charge) WHERE ((charge = ANY (ARRAY['setup'::text, 'early-end'::text])) AND (credited_from IS NULL));

CREATE UNIQUE INDEX clock_running ON market.clock USING btree (line_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX contract_of ON market.contract USING btree (site_id, organisation_id) NULLS NOT DISTINCT;

CREATE UNIQUE INDEX one_change_at_a_time ON market.line USING btree (service_id) WHERE change_open;

CREATE UNIQUE INDEX power_alarm_open ON market.power_alarm USING btree (claim_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX run_open ON billing.run USING btree (site_id) WHERE (state = 'prepared'::text);

-- views

CREATE VIEW exchange.attachment_card AS
 SELECT service_id,
    site_id,
    organisation_id,
    lan_id,
    port_id,
    asn,
    state
   FROM exchange.attachment;

CREATE VIEW exchange.declared_card AS
 SELECT a.service_id,
    a.site_id,
    a.organisation_id,
    a.asn,
    e.name AS exchange
   FROM (exchange.declared_attachment a
     JOIN exchange.declared_exchange e ON ((e.id = a.exchange_id)))
  WHERE (a.ended_at IS NULL);

CREATE VIEW exchange.port_card AS
 SELECT p.id,
    p.site_id,
    p.switch_id,
    s.handle AS switch_handle,
    p.number,
    p.speed_mbps,
    p.prewired_panel_id,
    p.prewired_position,
    (p.fact = ANY (ARRAY['built'::text, 'measured'::text])) AS sellable
   FROM (exchange.port p
     JOIN exchange.switch s ON (((s.id = p.switch_id) AND (s.ended_at IS NULL))))
  WHERE (p.ended_at IS NULL);

CREATE VIEW exchange.session_card AS
 SELECT f.service_id,
    r.handle AS route_server,
    f.family,
    f.state,
    f.since,
    f.last_error,
    f.at
   FROM (exchange.found_session f
     JOIN exchange.route_server r ON (((r.id = f.route_server_id) AND (r.kind = 'route-server'::text) AND (r.ended_at IS NULL))));

CREATE VIEW facility.compartment_card AS
 SELECT c.id,
    c.site_id,
    c.handle,
    c.size,
    c.first_u,
    c.units_u,
    k.handle AS rack_handle,
    k.row_handle,
    k.room_id,
    k.depth_mm,
    ((k.limit_kg * c.units_u) / k.units_u) AS limit_kg,
    (k.fact = ANY (ARRAY['built'::text, 'measured'::text])) AS sellable
   FROM (facility.compartment c
     JOIN facility.rack k ON ((k.id = c.rack_id)))
  WHERE ((c.ended_at IS NULL) AND (k.ended_at IS NULL));

CREATE VIEW facility.feed_card AS
 SELECT id,
    site_id,
    handle,
    chain,
    compartment_id
   FROM facility.element
  WHERE ((kind = 'feed'::text) AND (ended_at IS NULL));

CREATE VIEW facility.instrument_card AS
 SELECT id,
    site_id,
    handle,
    kind,
    make,
    model,
    serial,
    calibrated_until,
    retired_on
   FROM facility.instrument
  WHERE (ended_at IS NULL);

CREATE VIEW facility.outlet_card AS
 SELECT id,
    site_id,
    handle,
    compartment_id,
    chain,
    number,
    breaker_a,
    voltage_v
   FROM facility.outlet
  WHERE (ended_at IS NULL);

CREATE VIEW facility.rack_card AS
 SELECT id,
    site_id,
    room_id,
    handle,
    row_handle,
    units_u,
    shared
   FROM facility.rack
  WHERE (ended_at IS NULL);

CREATE VIEW facility.room_card AS
 SELECT id,
    site_id,
    handle,
    name,
    kind
   FROM facility.room
  WHERE (ended_at IS NULL);

CREATE VIEW facility.site_card AS
 SELECT id,
    code,
    name,
    zone,
    sample,
    operator_id
   FROM facility.site;

CREATE VIEW facility.space_card AS
 SELECT id,
    site_id,
    rack_id,
    handle,
    size
   FROM facility.compartment
  WHERE (ended_at IS NULL);

CREATE VIEW fibre.panel_card AS
 SELECT p.id,
    p.site_id,
    p.handle,
    p.room_id,
    p.rack_id,
    p.top_u,
    p.connector,
    p.media,
    p.positions,
    p.owner_id,
    k.handle AS rack_handle,
    k.row_handle,
    r.name AS room_name,
    p.overhead
   FROM ((fibre.panel p
     JOIN facility.rack_card k ON ((k.id = p.rack_id)))
     JOIN facility.room_card r ON ((r.id = p.room_id)))
  WHERE (p.ended_at IS NULL);

CREATE VIEW fibre.trunk_card AS
 SELECT id,
    site_id,
    handle,
    from_panel_id,
    to_panel_id
   FROM fibre.trunk
  WHERE (ended_at IS NULL);

CREATE VIEW market.contract_card AS
 SELECT site_id,
    organisation_id,
    payment_days
   FROM market.contract;

CREATE VIEW market.emptying_card AS
 SELECT s.id AS service_id,
    s.site_id,
    ((
        CASE
            WHEN (st.state = 'done'::text) THEN COALESCE(( SELECT e.at
               FROM market.evidence e
              WHERE ((e.line_id = l.id) AND (e.step = st.name) AND (e.proof = 'photo-empty'::text))), st.done_at)
            ELSE NULL::timestamp with time zone
        END AT TIME ZONE s.zone))::date AS seen_on
   FROM (((market.service s
     JOIN market.line l ON (((l.service_id = s.id) AND (l.does = 'cease'::text) AND (l.state <> 'cancelled'::text))))
     JOIN market.step st ON (((st.line_id = l.id) AND (st.name = 'empty'::text))))
     JOIN market.work_order w ON (((w.step_id = st.id) AND (NOT w.undo) AND w.was_blocked)));

CREATE VIEW market.item_name_card AS
 SELECT DISTINCT ON (site_id, item) site_id,
    item,
    name_fr,
    name_en
   FROM market.price
  WHERE ((name_fr IS NOT NULL) AND (name_en IS NOT NULL))
  ORDER BY site_id, item, from_date DESC;

CREATE VIEW market.order_card AS
 SELECT id,
    site_id,
    number,
    organisation_id,
    customer_reference,
    service_code,
    engagement_number,
    paper_number,
    accepted_at
   FROM market."order";

CREATE VIEW market.outlet_claim_card AS
 SELECT c.service_id,
    c.id AS claim_id,
    o.id AS outlet_id,
    o.handle,
    o.chain,
    o.number,
    o.compartment_id,
    c.held_at,
    c.given_back_at
   FROM (market.claim c
     JOIN facility.outlet o ON ((o.id = c.thing_id)))
  WHERE ((c.kind = 'outlet'::text) AND (c.service_id IS NOT NULL));

CREATE VIEW market.service_card AS
 SELECT id,
    site_id,
    number,
    organisation_id,
    product,
    item,
    origin,
    state,
    setup_cents,
    monthly_micro_euros,
    billing,
    zone,
    term_months,
    early_end_percent,
    billing_from,
    term_ends,
    notice_at,
    ends_on,
    live_at,
    ready_at,
    closed_at
   FROM market.service;

CREATE VIEW market.service_load_card AS
 SELECT c.service_id,
    c.id AS claim_id,
    c.thing_id AS compartment_id,
    c.kind,
    p.watts,
    p.sides,
    c.held_at,
    c.given_back_at
   FROM (market.load p
     JOIN market.claim c ON ((c.id = p.claim_id)))
  WHERE (c.service_id IS NOT NULL);

CREATE VIEW market.service_order_card AS
 SELECT l.service_id,
    o.id,
    o.site_id,
    o.number,
    o.organisation_id,
        CASE
            WHEN (p.id IS NULL) THEN o.customer_reference
            ELSE p.customer_reference
        END AS customer_reference,
        CASE
            WHEN (p.id IS NULL) THEN o.service_code
            ELSE p.service_code
        END AS service_code,
        CASE
            WHEN (p.id IS NULL) THEN o.engagement_number
            ELSE p.engagement_number
        END AS engagement_number,
        CASE
            WHEN (p.id IS NULL) THEN o.paper_number
            ELSE NULL::text
        END AS paper_number,
    o.accepted_at
   FROM ((market.line l
     JOIN market.order_card o ON ((o.id = l.order_id)))
     LEFT JOIN LATERAL ( SELECT t.id,
            t.customer_reference,
            t.service_code,
            t.engagement_number
           FROM market.letter t
          WHERE ((t.used_line_id = l.id) AND t.pays)
          ORDER BY t.id DESC
         LIMIT 1) p ON (true))
  WHERE (l.does = 'create'::text);

CREATE VIEW market.service_price_card AS
 SELECT service_price.id,
    service_price.service_id,
    service_price.from_date,
    service_price.item,
    service_price.monthly_micro_euros
   FROM market.service_price
UNION ALL
 SELECT NULL::uuid AS id,
    s.id AS service_id,
    s.billing_from AS from_date,
    s.item,
    s.monthly_micro_euros
   FROM market.service s
  WHERE ((s.monthly_micro_euros IS NOT NULL) AND (s.billing_from IS NOT NULL) AND (NOT (EXISTS ( SELECT
           FROM market.service_price p
          WHERE (p.service_id = s.id)))));

CREATE VIEW market.service_price_order_card AS
 SELECT p.id AS price_id,
    o.number,
    o.customer_reference,
    o.paper_number,
    o.service_code,
    o.engagement_number
   FROM ((market.service_price p
     JOIN market.line l ON (((l.id = p.line_id) AND (l.does = 'change'::text))))
     JOIN market.order_card o ON ((o.id = l.order_id)));

CREATE VIEW market.service_price_part_card AS
 SELECT l.service_id,
    NULL::uuid AS price_id,
    (l.quote -> 'prices'::text) AS items
   FROM market.line l
  WHERE ((l.does = 'create'::text) AND (l.service_id IS NOT NULL) AND (jsonb_typeof((l.quote -> 'prices'::text)) = 'array'::text))
UNION ALL
 SELECT p.service_id,
    p.id AS price_id,
    p.items
   FROM market.service_price p
  WHERE (p.items <> '[]'::jsonb);

CREATE VIEW market.service_usage_price_card AS
 SELECT service_id,
    item,
    unit_micro_euros,
    from_date
   FROM market.service_usage_price;

CREATE VIEW market.taken_over_card AS
 SELECT service_id,
    site_id,
    old_number,
    invoiced_until,
    setup_paid,
    customer_reference,
    engagement_number
   FROM market.taken_over;

CREATE VIEW market.usage_price_card AS
 SELECT site_id,
    product,
    item,
    unit,
    unit_micro_euros,
    from_date
   FROM market.usage_price;

CREATE VIEW people.key_card AS
 SELECT id,
    person_id,
    label
   FROM people.api_key;

CREATE VIEW people.organisation_card AS
 SELECT id,
    handle,
    name,
    kinds,
    reseller_id,
    country,
    language,
    siret,
    vat_number,
    service_code,
    address,
    invoice_mail,
    ended_at
   FROM people.organisation;

CREATE VIEW people.person_card AS
 SELECT id,
    organisation_id,
    name,
    mail,
    language,
    ended_at
   FROM people.person;

-- functions

CREATE OR REPLACE FUNCTION billing.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF OLD.state = 'issued' THEN RAISE EXCEPTION 'an issued invoice never changes' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $function$
;

CREATE OR REPLACE FUNCTION billing.refuse_take_over()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF (NEW.invoiced_until, NEW.setup_paid, NEW.next_price_from, NEW.declared -> 'billed')
       IS DISTINCT FROM (OLD.invoiced_until, OLD.setup_paid, OLD.next_price_from, OLD.declared -> 'billed')
     AND EXISTS (SELECT FROM billing.billed b WHERE b.service_id = OLD.service_id) THEN
    RAISE EXCEPTION 'a service that was billed here is not taken over anew'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'taken_over_billed';
  END IF;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION billing.refuse_unbilling()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF EXISTS (SELECT FROM billing.invoice i WHERE i.id = OLD.invoice_id AND i.state = 'issued')
     AND (TG_OP = 'DELETE' OR (NEW.id, NEW.service_id, NEW.invoice_id, NEW.line, NEW.charge, NEW.days, NEW.net_cents, NEW.price_id)
                           IS DISTINCT FROM (OLD.id, OLD.service_id, OLD.invoice_id, OLD.line, OLD.charge, OLD.days, OLD.net_cents, OLD.price_id)) THEN
    RAISE EXCEPTION 'a day billed by an issued invoice stays billed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $function$
;

CREATE OR REPLACE FUNCTION billing.refuse_unreducing()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN RAISE EXCEPTION 'a reduction that was credited stays' USING ERRCODE = 'integrity_constraint_violation'; END $function$
;

CREATE OR REPLACE FUNCTION fibre.front_of(panel_id uuid)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (md5(('front of '::text || (panel_id)::text)))::uuid
;

CREATE OR REPLACE FUNCTION floor.journal_month(day timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
DECLARE
  month_start timestamptz := date_trunc('month', day AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
  month_end   timestamptz := (date_trunc('month', day AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
  part        text := 'journal_' || to_char(day AT TIME ZONE 'UTC', 'YYYY_MM');
BEGIN
  IF to_regclass('floor.' || part) IS NULL THEN
    -- One maker at a time; writers of lines are not held up. Taking this lock also lets us see what the last maker made.
    LOCK TABLE ONLY floor.journal IN SHARE UPDATE EXCLUSIVE MODE;
    IF to_regclass('floor.' || part) IS NULL THEN
      -- Made apart and attached: CREATE TABLE … PARTITION OF would wait for every open transaction that wrote to the journal.
      EXECUTE format('CREATE TABLE floor.%I (LIKE floor.journal INCLUDING ALL)', part);
      EXECUTE format('ALTER TABLE floor.journal ATTACH PARTITION floor.%I FOR VALUES FROM (%L) TO (%L)', part, month_start, month_end);
    END IF;
  END IF;
END $function$
;

-- triggers

CREATE TRIGGER billed_is_final BEFORE DELETE OR UPDATE ON billing.billed FOR EACH ROW EXECUTE FUNCTION billing.refuse_unbilling();

CREATE TRIGGER issued_is_final BEFORE DELETE OR UPDATE ON billing.invoice FOR EACH ROW EXECUTE FUNCTION billing.refuse_change();

CREATE TRIGGER reduced_is_final BEFORE DELETE OR UPDATE ON billing.reduced FOR EACH ROW EXECUTE FUNCTION billing.refuse_unreducing();

CREATE TRIGGER taken_over_is_final BEFORE UPDATE ON market.taken_over FOR EACH ROW EXECUTE FUNCTION billing.refuse_take_over();

-- rights

GRANT DELETE, INSERT, SELECT, UPDATE ON accounts."twoFactor" TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON accounts."user" TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON accounts.account TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON accounts.session TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON accounts.verification TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON billing.billed TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON billing.invoice TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON billing.number TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON billing.numbering TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON billing.reduced TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON billing.run TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON billing.seller TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON billing.usage TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON exchange.asn TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON exchange.attachment TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON exchange.attachment_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON exchange.declared_attachment TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON exchange.declared_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON exchange.declared_exchange TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON exchange.declared_lan TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON exchange.found_port TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON exchange.found_route TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON exchange.found_route_server TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON exchange.found_session TO vesontio_app;

GRANT SELECT, UPDATE, USAGE ON exchange.generation TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON exchange.lan TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON exchange.port TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON exchange.port_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON exchange.quarantine_pass TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON exchange.route_server TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON exchange.session_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON exchange.switch TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON facility.compartment TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON facility.compartment_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON facility.edge TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON facility.element TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON facility.feed_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON facility.instrument TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON facility.instrument_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON facility.outlet TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON facility.outlet_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON facility.rack TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON facility.rack_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON facility.room TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON facility.room_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON facility.site TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON facility.site_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON facility.space_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON fibre.panel TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON fibre.panel_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON fibre.patching TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON fibre.tray TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON fibre.trunk TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON fibre.trunk_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON floor.counter TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON floor.file TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON floor.idempotency TO vesontio_app;

GRANT INSERT, SELECT ON floor.journal TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON floor.mail TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON floor.world TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market."order" TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.claim TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.clock TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.contract TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.contract_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.element_limit TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.emptying_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.evidence TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.handover_note TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.import_piece TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.item_name_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.letter TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.letter_request TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.limits_of TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.line TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.load TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.measured_load TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.move_agreed TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.order_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.outlet_claim_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.power_alarm TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.price TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.service TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.service_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.service_load_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.service_order_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.service_price TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.service_price_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.service_price_order_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.service_price_part_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.service_usage_price TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.service_usage_price_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.standing_consent TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.standing_consent_company TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.standing_use TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.step TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.sum_claim TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.survey TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.taken_consent TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.taken_over TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.taken_over_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.usage_price TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.usage_price_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.work_order TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON market.work_proof TO vesontio_app;

GRANT SELECT ON migration TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON people.api_key TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON people.authorisation TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON people.key_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON people.operator_role TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON people.organisation TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON people.organisation_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON people.person TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON people.person_card TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON people.sign_in_link TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON telemetry.chunk TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON telemetry.jump TO vesontio_app;

GRANT DELETE, INSERT, SELECT, UPDATE ON telemetry.newest TO vesontio_app;

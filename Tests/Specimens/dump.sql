--
-- PostgreSQL database dump
--

SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);

CREATE TABLE public.jobs (
    id bigint NOT NULL,
    state text DEFAULT 'new'::text,
    at timestamp with time zone DEFAULT now()
);

ALTER TABLE ONLY public.jobs ALTER COLUMN id SET DEFAULT nextval('public.jobs_id_seq'::regclass);

COPY public.jobs (id, state, at) FROM stdin;
1	it's; "done	2024-01-01 00:00:00+00
2	$$ BEGIN;	\N
\.

\connect other

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_pkey PRIMARY KEY (id);

CREATE INDEX jobs_state ON public.jobs USING btree (state);

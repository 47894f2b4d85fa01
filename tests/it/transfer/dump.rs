//! Dumps that `pg_dump` writes as plain text.

use super::collected::{rows, rows_of};
use airbyte_db::transfer::{Dump, File, Selection, Source};
use proptest::prelude::*;
use std::io::{BufRead, BufReader};

fn dump(text: impl Into<Vec<u8>>) -> Dump<'static> {
    dump_in_pieces(text, 8_192)
}

/// Read a few bytes at a time, so that every text is cut somewhere.
fn dump_in_pieces(text: impl Into<Vec<u8>>, piece: usize) -> Dump<'static> {
    let text: Vec<u8> = text.into();
    let size = text.len() as u64;
    let open = move || {
        let reader = BufReader::with_capacity(piece, std::io::Cursor::new(text.clone()));
        Ok(Box::new(reader) as Box<dyn BufRead>)
    };
    Dump::new(File { path: "dump.sql".to_owned(), size: Some(size), open: Box::new(open) })
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    for piece in [1, 2, 7, 8_192] {
        let mut dump = dump_in_pieces(text, piece);
        assert_eq!(rows(&mut dump).unwrap(), expected, "in pieces of {piece}");
        assert_eq!(dump.progress().done, text.len() as u64);
        // As often as it is asked to.
        assert_eq!(rows(&mut dump).unwrap(), expected);
    }
}

#[track_caller]
fn check_error(text: impl Into<Vec<u8>>, expected: &str) {
    let error = rows(&mut dump(text)).unwrap_err();
    assert_eq!((error.code(), error.to_string().as_str()), ("unreadable", expected));
}

const COPY: &str = r#"--
-- PostgreSQL database dump
--

\restrict k0Zb

SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TYPE public.actor_type AS ENUM (
    'source',
    'destination'
);
CREATE FUNCTION public.odd() RETURNS text LANGUAGE sql AS $_$ SELECT ';COPY public.jobs (id) FROM stdin;' $_$;
COMMENT ON TABLE public.jobs IS 'it''s; \';
COPY public.airbyte_metadata (key, value) FROM stdin;
airbyte_version	0.40.32
odd\tkey	\N
\.


COPY public.strangers ("index", "type", state) FROM stdin;
1	2	3
4	5	6
\.

COPY "public"."stream_stats" (id, "attempt_id") FROM stdin;
\.
COPY public.state ("connection_id", "type", "state") FROM stdin;
c	LEGACY	{"state": "a\\nb"}
\.
SELECT pg_catalog.setval('public.jobs_id_seq', 7, true);
\unrestrict k0Zb
--
-- PostgreSQL database dump complete
--
"#;

#[test]
fn rows_of_copy() {
    check(
        COPY,
        &[
            "airbyte_metadata:17 airbyte_version|0.40.32",
            "airbyte_metadata:18 odd\tkey|\\N",
            "strangers:0 unread 2",
            "state:30 c|LEGACY|{\"state\": \"a\\nb\"}",
        ],
    );
}

#[test]
fn lines_may_end_as_in_windows() {
    check(
        &COPY.replace('\n', "\r\n"),
        &[
            "airbyte_metadata:17 airbyte_version|0.40.32",
            "airbyte_metadata:18 odd\tkey|\\N",
            "strangers:0 unread 2",
            "state:30 c|LEGACY|{\"state\": \"a\\nb\"}",
        ],
    );
}

#[test]
fn rows_that_nobody_wants_are_passed() {
    let mut dump = dump(COPY);
    let rows = rows_of(&mut dump, &Selection::one("state")).unwrap();
    assert_eq!(rows, ["state:30 c|LEGACY|{\"state\": \"a\\nb\"}"]);
}

#[test]
fn rows_of_insert() {
    check(
        r#"
CREATE TABLE public.jobs (
    id bigint NOT NULL,
    "config_type" public.job_config_type DEFAULT 'sync'::public.job_config_type,
    price numeric(10, 2) DEFAULT (1 + 2),
    config jsonb,
    manual boolean,
    CONSTRAINT odd CHECK ((id > 0)),
    PRIMARY KEY (id)
);
INSERT INTO public.jobs VALUES (1, 'sync', -1.5e-3, '{"a": "it''s;
two \n lines"}', true);
INSERT INTO public.jobs (id, config) OVERRIDING SYSTEM VALUE VALUES
	(2, E'a\\b\'c\n'),
	(3, NULL), -- the last
	(-4, '{}'::jsonb) ON CONFLICT DO NOTHING;
INSERT INTO public.jobs (id, config, manual) VALUES (5, $x$it's $y$ $x$, false), (6, $$$$, FALSE);
"#,
        &[
            "jobs:11 1|sync|-1.5e-3|{\"a\": \"it's;\ntwo \\n lines\"}|t",
            "jobs:14 2|a\\b'c\n",
            "jobs:15 3|\\N",
            "jobs:16 -4|{}",
            "jobs:17 5|it's $y$ |f",
            "jobs:17 6||f",
        ],
    );
}

#[test]
fn what_cannot_be_read_is_told_row_by_row() {
    let text = b"COPY public.airbyte_metadata (key, value) FROM stdin;\na\nb\t\xff\nc\t\\\nd\t1\t2\ne\tf\n\\.\n\
        INSERT INTO public.airbyte_metadata (key, value) VALUES ('a', now()), (DEFAULT, '1'), ('b'), ('c', E'\\u0041');\n\
        INSERT INTO public.airbyte_metadata (key, value) SELECT 'a;', 'b';\n\
        INSERT INTO public.jobs VALUES (1);\n\
        COPY public.jobs (id) FROM stdin WITH (FORMAT csv);\n1\n\\.\n";
    let expected = [
        "airbyte_metadata:2 broken: the row has 1 values, but 2 columns are named",
        "airbyte_metadata:3 broken: the row cannot be read: it is no UTF-8",
        "airbyte_metadata:4 broken: the row cannot be read: it ends with a lone backslash",
        "airbyte_metadata:5 broken: the row has 3 values, but 2 columns are named",
        "airbyte_metadata:6 e|f",
        "airbyte_metadata:8 broken: the row cannot be read: a value is neither a text, a number, a truth value nor NULL",
        "airbyte_metadata:8 broken: the row cannot be read: a value is DEFAULT, and what that is only the database knows",
        "airbyte_metadata:8 broken: the row has 1 values, but 2 columns are named",
        "airbyte_metadata:8 broken: the row cannot be read: it writes a character by its number (`\\u`), \
         which pg_dump does not",
        "airbyte_metadata:9 broken: its INSERT has no VALUES",
        "jobs:10 broken: the dump says nowhere which columns the table has; write it anew with the tables, \
         or with `pg_dump --column-inserts`",
        "jobs:12 broken: its COPY says how rows are written, which pg_dump does not",
    ];
    assert_eq!(rows(&mut dump(text)).unwrap(), expected);
}

#[test]
fn any_schema_may_hold_the_tables_but_a_copy_is_not_taken_for_them() {
    check(
        "CREATE TABLE airbyte.jobs (id bigint);\nCOPY airbyte.jobs FROM stdin;\n1\n\\.\n\
         COPY import_backup.jobs (id) FROM stdin;\n2\n\\.\n",
        &["jobs:3 1", "import_backup.jobs:0 unread 1"],
    );
    check(
        "CREATE TABLE import_backup.jobs (id bigint);\nCREATE TABLE old.jobs (id bigint);\n\
         CREATE TABLE public.jobs (id bigint);\nCOPY import_backup.jobs (id) FROM stdin;\n1\n\\.\n\
         COPY old.jobs (id) FROM stdin;\n2\n\\.\nCOPY public.jobs (id) FROM stdin;\n3\n\\.\n\
         \\connect other\nCREATE TABLE config.workspace (id uuid);\nINSERT INTO config.workspace VALUES ('w');\n",
        &["import_backup.jobs:0 unread 1", "old.jobs:0 unread 1", "jobs:11 3", "workspace:15 w"],
    );
    check("COPY jobs (id) FROM stdin;\n1\n\\.\n", &["jobs:2 1"]);
}

#[test]
fn a_dump_that_was_cut_off_is_an_error() {
    let at = |what: &str| COPY.find(what).unwrap();
    check_error(
        &COPY[..at("odd\\tkey") + 5],
        "dump.sql ends in the middle of the rows of airbyte_metadata (line 18): it was cut off; make the dump anew, \
         or copy it again",
    );
    check_error(
        &COPY[..at("odd\\tkey")],
        "dump.sql ends in the middle of the rows of airbyte_metadata (line 18): it was cut off; make the dump anew, \
         or copy it again",
    );
    check_error(
        &COPY[..at("SELECT pg_catalog.setval")],
        "dump.sql ends before the dump is complete: it was cut off; make the dump anew, or copy it again",
    );
    check_error(
        "INSERT INTO public.jobs (id) VALUES\n(1), ('",
        "dump.sql ends inside a statement or text that begins on line 2: it was cut off; make the dump anew, \
         or copy it again",
    );
}

#[test]
fn what_is_no_plain_dump_says_what_to_do() {
    check_error(
        "PGDMP\u{1}\u{e}",
        "dump.sql is a dump in pg_dump's custom format; make plain text of it with `pg_restore -f dump.sql`, or write \
         it anew with `pg_dump --format=plain`",
    );
    check_error(b"\x1f\x8b\x08", "dump.sql is compressed with gzip; unpack it first with `gunzip`");
    check_error("SQLite format 3\0", "dump.sql is no text; a dump is needed that `pg_dump --format=plain` wrote");
    for text in ["", "SELECT 1;", "{}; [];"] {
        check_error(text, "dump.sql makes no table and holds no rows, so it is no dump; `pg_dump` writes one");
    }
    check_error(
        "SET client_encoding = 'LATIN1';\nCOPY jobs (id) FROM stdin;\n\\.\n",
        "dump.sql is not in UTF-8; write it anew with `pg_dump --encoding=UTF8`",
    );
}

proptest! {
    #[test]
    fn no_bytes_are_too_odd(text in "(COPY|INSERT|INTO|VALUES|jobs|CREATE|TABLE|stdin|FROM|[-'\"$\\\\;(),E \n\t./*]|[a-z]|\u{e9}){0,60}", piece in 1_usize..5) {
        let mut dump = dump_in_pieces(text, piece);
        let _ = rows(&mut dump);
    }

    #[test]
    fn no_dump_is_cut_in_a_bad_place(at in 0_usize..2_000, byte in any::<u8>()) {
        let mut text = COPY.as_bytes()[..at.min(COPY.len())].to_vec();
        text.push(byte);
        let _ = rows(&mut dump(text));
    }
}

"""What a straightforward script does in the place of an audit: every document of a table against its JSON Schema, with
one validator for each schema and for each definition's spec. `transfer.rs` runs it.

Usage: audit.py STORE SCHEMAS LIMIT; prints a JSON object: how many documents there are in each table, how many were
judged, with how many findings, and in how many seconds.
"""

import json
import sqlite3
import sys
import time
from pathlib import Path

from jsonschema import Draft7Validator

DOCUMENTS = [
    ("jobs", "config", "JobConfig"),
    ("attempts", "output", "JobOutput"),
    ("attempts", "failure_summary", "AttemptFailureSummary"),
    ("actor_catalog", "catalog", "AirbyteCatalog"),
    ("connection", "catalog", "ConfiguredAirbyteCatalog"),
]


def main(store, schemas, limit):
    database = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    told = {}
    told["actor"] = judged(specs(database), database, "actor_definition_id, configuration FROM actor", limit)
    for table, column, schema in DOCUMENTS:
        validators = {schema: Draft7Validator(json.loads((Path(schemas) / f"{schema}.json").read_text()))}
        rows = f"'{schema}', {column} FROM {table} WHERE {column} IS NOT NULL"
        told[f"{table}.{column}"] = judged(validators, database, rows, limit)
    print(json.dumps(told))


def specs(database):
    rows = database.execute("SELECT id, spec FROM actor_definition")
    return {row: Draft7Validator(json.loads(spec)["connectionSpecification"]) for row, spec in rows}


def judged(validators, database, rows, limit):
    ((there,),) = database.execute(f"SELECT count(*) FROM (SELECT {rows})")
    started = time.perf_counter()
    documents = findings = 0
    for name, text in database.execute(f"SELECT {rows} LIMIT {limit}"):
        documents += 1
        findings += sum(1 for _ in validators[name].iter_errors(json.loads(text)))
    return {"there": there, "documents": documents, "findings": findings, "seconds": time.perf_counter() - started}


if __name__ == "__main__":
    main(*sys.argv[1:])

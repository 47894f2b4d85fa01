// One row: its columns, its documents as trees, and the rows around it along the foreign keys.

import type { References, Table, TableName } from "airbyte-db/store";
import { useState } from "react";

import { useTitle } from "../../app/Frame.js";
import { CopyButton } from "../../parts/CopyButton.js";
import { Icon } from "../../parts/Icon.js";
import { Notice } from "../../parts/Notice.js";
import { valueAt } from "../../parts/jsonPointer.js";
import { count, number } from "../../parts/words.js";
import { useAsked } from "../asked.js";
import { connectionLink, rowLink, tableLink } from "../links.js";
import { Shown } from "../Shown.js";
import { readRow, secretsOf } from "./secrets.js";
import { Tree } from "./Tree.js";

export function RowView({ table, id, at }: { table: TableName; id: string; at: string | undefined }) {
  useTitle(`${table} ${id}`);
  const asked = useAsked(`row ${table} ${id}`, async (store, signal) => {
    const [text, tables] = await Promise.all([store.text(table, id, { signal }), store.tables()]);
    if (text === undefined) return undefined;
    const row = readRow(text);
    return { text, row, described: tables.find(({ name }) => name === table), secrets: await secretsOf(store, table, row) };
  });
  return (
    <div className="stack">
      <header className="stack tight">
        <a className="back small" href={tableLink(table)}>
          <Icon name="back" />
          {table}
        </a>
        <h1 className="break">{nameOf(asked.answer?.row) ?? `${table} ${id}`}</h1>
        {nameOf(asked.answer?.row) !== undefined && <code className="soft break">{id}</code>}
      </header>
      <Shown asked={asked}>
        {(found) =>
          found ? (
            <div className="row-sides">
              <Columns table={table} id={id} at={nearest(found.row, at)} {...found} />
              <Around table={table} id={id} />
            </div>
          ) : (
            <Notice tone="warn" title="This row is not there">
              No row of {table} is named “{id}”. It may have been deleted, or belong to another deployment.
            </Notice>
          )
        }
      </Shown>
    </div>
  );
}

/** Many rows have a name for people. */
const nameOf = (row: Record<string, unknown> | undefined): string | undefined => (typeof row?.["name"] === "string" && row["name"] !== "" ? row["name"] : undefined);

/** The place that a finding leads to, or the one around it where that is not there: it may be what is missing. */
function nearest(row: unknown, at: string | undefined): string | undefined {
  if (at === undefined) return undefined;
  let place = at;
  while (place !== "" && valueAt(row, place) === undefined) place = place.slice(0, place.lastIndexOf("/"));
  return place || at;
}

interface ColumnsProps {
  table: TableName;
  id: string;
  at: string | undefined;
  text: string;
  row: Record<string, unknown>;
  described: Table | undefined;
  secrets: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

function Columns({ table, id, at, text, row, described, secrets }: ColumnsProps) {
  const [revealed, setRevealed] = useState(false);
  const hidden = revealed ? NONE : secrets;
  const columns = described?.columns.map(({ name }) => name) ?? Object.keys(row);
  const types = new Map(described?.columns.map(({ name, type }) => [name, type]));
  const keys = new Map(described?.keys.flatMap((key) => (key.kind === "foreign" ? [[key.columns[0] ?? "", key.table] as const] : [])));
  return (
    <section className="card card-body stack" aria-label="Columns">
      <div className="buttons">
        {table === "connection" && (
          <a className="button small strong" href={connectionLink(id)}>
            Its page
            <Icon name="arrow" />
          </a>
        )}
        {hidden.size === 0 && <CopyButton text={() => text} label="Copy as JSON" />}
        {secrets.size > 0 && (
          <button type="button" className="button small" aria-pressed={revealed} onClick={() => setRevealed(!revealed)}>
            <Icon name={revealed ? "eyeOff" : "eye"} />
            {revealed ? "Hide secrets" : "Show secrets"}
          </button>
        )}
      </div>
      <dl className="columns">
        {columns.map((name) => (
          <div key={name} className={at === `/${name}` ? "column sought" : "column"}>
            <dt>
              {name} <span className="soft small">{types.get(name)}</span>
            </dt>
            <dd>
              <Value name={name} value={row[name]} isDocument={types.get(name) === "jsonb"} sought={at} hidden={hidden} refersTo={keys.get(name)} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface ValueProps {
  name: string;
  value: unknown;
  /** Whether it may hold JSON, in which null is a value like others. */
  isDocument: boolean;
  sought: string | undefined;
  hidden: ReadonlySet<string>;
  refersTo: TableName | undefined;
}

function Value({ name, value, isDocument, sought, hidden, refersTo }: ValueProps) {
  if (value === undefined || (value === null && !isDocument)) return <span className="soft">NULL</span>;
  if (typeof value === "object" || hidden.has(`/${name}`)) return <Tree value={value} name={name} pointer={`/${name}`} sought={sought} hidden={hidden} />;
  const text = String(value);
  return refersTo && value !== null ? <a href={rowLink(refersTo, text)}>{text}</a> : <span className="break">{text}</span>;
}

function Around({ table, id }: { table: TableName; id: string }) {
  const asked = useAsked(`around ${table} ${id}`, (store, signal) => store.references(table, id, { signal }));
  return (
    <aside className="card card-body stack" aria-label="Rows around it">
      <Shown asked={asked}>
        {({ from, to }) => (
          <>
            <From from={from} />
            <To to={to} />
          </>
        )}
      </Shown>
    </aside>
  );
}

const From = ({ from }: Pick<References, "from">) => (
  <div className="stack tight">
    <h2>Refers to</h2>
    {from.length === 0 && <p className="soft">nothing</p>}
    <ul className="plain stack tight">
      {from.map(({ column, table, key, label, exists }) => (
        <li key={column} className="break">
          <span className="soft small block">
            {column} → {table}
          </span>
          {exists ? <a href={rowLink(table, key)}>{label ?? key}</a> : <span className="badge bad">{key} is not there</span>}
        </li>
      ))}
    </ul>
  </div>
);

const To = ({ to }: Pick<References, "to">) => (
  <div className="stack tight">
    <h2>Referred to by</h2>
    {to.length === 0 && <p className="soft">nothing</p>}
    <ul className="plain stack tight">
      {to.map(({ table, column, where, rows, more, first }) => (
        <li key={`${table} ${column}`} className="break">
          <a href={tableLink(table, { column, is: where[column] ?? null })}>
            {more ? `more than ${number(rows)} rows` : count(rows, "row")} of {table}
          </a>
          <span className="soft small"> by {column}</span>
          <ul className="plain small first-few">
            {first.slice(0, 3).map(({ key, label }) => (
              <li key={key}>
                <a href={rowLink(table, key)}>{label ?? key}</a>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  </div>
);

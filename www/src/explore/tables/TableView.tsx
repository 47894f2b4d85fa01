// The rows of a table, a page at a time: sorted, filtered, as quick at the millionth row as at the first.

import type { Column, OrderBy, Table, TableName, Where } from "airbyte-db/store";
import { useState } from "react";

import { useTitle } from "../../app/Frame.js";
import { linkTo } from "../../app/route.js";
import { Icon } from "../../parts/Icon.js";
import { Notice } from "../../parts/Notice.js";
import { moment, number } from "../../parts/words.js";
import { shortened } from "../AnswerTable.js";
import { useAsked } from "../asked.js";
import { rowLink } from "../links.js";
import { Shown } from "../Shown.js";
import { conditions, type Filter, Filters } from "./Filters.js";
import { isSecretColumn } from "./secrets.js";

const LIMIT = 50;
/** Counting rows that fit ends here: nobody needs to know more exactly. */
const MOST_COUNTED = 10_000;

export function TableView({ table, given }: { table: string; given: { column: string; is: string } | undefined }) {
  useTitle(table);
  const asked = useAsked("described", (store) => store.tables());
  return (
    <div className="stack">
      <header className="stack tight">
        <a className="back small" href={linkTo(["explore", "tables"])}>
          <Icon name="back" />
          Tables
        </a>
        <h1>{table}</h1>
      </header>
      <Shown asked={asked}>
        {(tables) => {
          const described = tables.find(({ name }) => name === table);
          if (!described) return <Notice tone="warn">There is no table of this name.</Notice>;
          return <Rows key={`${table} ${given?.column} ${given?.is}`} table={described} given={given} />;
        }}
      </Shown>
    </div>
  );
}

interface Sorting {
  column: string;
  descending: boolean;
}

function Rows({ table, given }: { table: Table; given: { column: string; is: string } | undefined }) {
  const [filters, setFilters] = useState<Filter[]>(given ? [{ column: given.column, how: "equal", value: given.is }] : []);
  const [sorting, setSorting] = useState<Sorting>();
  // The marks that led to the pages before this one.
  const [pages, setPages] = useState<(string | undefined)[]>([undefined]);
  const columns = table.columns.filter(({ type, name }) => type !== "jsonb" && !isSecretColumn(table.name, name));
  const where = conditions(filters, table.columns) as Where<TableName>;
  const about = JSON.stringify([filters, sorting]);
  const after = pages.at(-1);
  const page = useAsked(`${table.name} ${about} ${after ?? ""}`, (store, signal) =>
    store.list(table.name, {
      signal,
      where,
      limit: LIMIT,
      columns: columns.map(({ name }) => name) as never[],
      ...(sorting ? { order: sorting as OrderBy<TableName> } : {}),
      ...(after === undefined ? {} : { after }),
    }),
  );
  // What looks at every row to find some would do it a second time to count them.
  const isCounted = filters.every(({ how }) => how !== "contains");
  const counted = useAsked(`count ${table.name} ${JSON.stringify(filters)}`, async (store, signal) => (isCounted ? store.count(table.name, { signal, where, most: MOST_COUNTED }) : undefined));
  const change = <Changed,>(set: (changed: Changed) => void) => (changed: Changed) => {
    setPages([undefined]);
    set(changed);
  };
  const from = (pages.length - 1) * LIMIT;
  return (
    <>
      <Filters columns={table.columns.filter(({ name }) => !isSecretColumn(table.name, name))} filters={filters} onChange={change(setFilters)} />
      <Shown asked={page} waiting={isInOrder(table, sorting) && isCounted ? undefined : "Looking at every row…"}>
        {({ rows, keys, next }) => (
          <>
            <div className="spread">
              <span className="soft small" role="status">
                {rows.length === 0 ? "No rows" : `Rows ${number(from + 1)} to ${number(from + rows.length)}`}
                {counted.answer !== undefined && ` of ${counted.answer >= MOST_COUNTED ? `${number(MOST_COUNTED)} or more` : number(counted.answer)}`}
              </span>
              <div className="buttons">
                <button type="button" className="button small" disabled={pages.length === 1} onClick={() => setPages(pages.slice(0, -1))}>
                  Earlier
                </button>
                <button type="button" className="button small" disabled={next === undefined} onClick={() => setPages([...pages, next])}>
                  Further
                </button>
              </div>
            </div>
            {rows.length === 0 ? (
              <div className="card empty">{filters.length > 0 ? "No row fits the filters." : "This table is empty."}</div>
            ) : (
              <div className="table-frame card" tabIndex={0} role="region" aria-label={`Rows of ${table.name}`} aria-busy={page.isAsking}>
                <Grid table={table} columns={columns} rows={rows as Record<string, unknown>[]} keys={keys} sorting={sorting} onSort={change(setSorting)} />
              </div>
            )}
          </>
        )}
      </Shown>
    </>
  );
}

/** Whether a key or index has the rows in this order. */
const isInOrder = ({ keys }: Table, sorting: Sorting | undefined): boolean => sorting === undefined || keys.some(({ columns }) => columns[0] === sorting.column);

interface GridProps {
  table: Table;
  columns: readonly Column[];
  rows: readonly Record<string, unknown>[];
  keys: readonly string[];
  sorting: Sorting | undefined;
  onSort: (sorting: Sorting) => void;
}

function Grid({ table, columns, rows, keys, sorting, onSort }: GridProps) {
  const refersTo = new Map(table.keys.flatMap((key) => (key.kind === "foreign" && key.columns.length === 1 ? [[key.columns[0], key.table] as const] : [])));
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">
            <span className="unseen">Row</span>
          </th>
          {columns.map(({ name }) => {
            const mine = sorting?.column === name ? sorting : undefined;
            return (
              <th key={name} scope="col" aria-sort={mine ? (mine.descending ? "descending" : "ascending") : undefined}>
                <button type="button" className="sort" onClick={() => onSort({ column: name, descending: mine ? !mine.descending : false })}>
                  {name}
                  {mine && <Icon name={mine.descending ? "down" : "up"} />}
                </button>
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={keys[at]}>
            <td>
              <a href={rowLink(table.name, keys[at] ?? "")} aria-label={`Open ${keys[at]}`}>
                Open
              </a>
            </td>
            {columns.map(({ name, type }) => (
              <Cell key={name} value={row[name]} type={type} refersTo={refersTo.get(name)} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ value, type, refersTo }: { value: unknown; type: string; refersTo: TableName | undefined }) {
  if (value === undefined || value === null) return <td className="soft">NULL</td>;
  const text = type === "timestamptz" ? moment(String(value)) : String(value);
  return (
    <td title={text.length > 30 ? text : undefined}>{refersTo ? <a href={rowLink(refersTo, String(value))}>{shortened(text)}</a> : shortened(text)}</td>
  );
}

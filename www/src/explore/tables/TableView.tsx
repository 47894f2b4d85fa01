// The rows of a table, a page at a time: sorted, filtered, as quick at the millionth row as at the first.

import type { Column, OrderBy, Page, Table, TableName, Where } from "airbyte-db/store";
import { useState } from "react";

import { useTitle } from "../../app/Frame.js";
import { linkTo } from "../../app/route.js";
import { Icon } from "../../parts/Icon.js";
import { Notice } from "../../parts/Notice.js";
import { ProgressBar, Waiting } from "../../parts/Waiting.js";
import { moment, number } from "../../parts/words.js";
import { shortened } from "../AnswerTable.js";
import { useAsked } from "../asked.js";
import { rowLink } from "../links.js";
import { Shown } from "../Shown.js";
import { conditions, type Filter, Filters } from "./Filters.js";
import { FIRST, type Look, type Sorting, useLook } from "./look.js";
import { type Paged, usePage } from "./paging.js";
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

function Rows({ table, given }: { table: Table; given: { column: string; is: string } | undefined }) {
  const [{ filters, sorting, pages }, set] = useLook(table.name, given);
  const setPages = (pages: Look["pages"]) => set({ filters, sorting, pages });
  const columns = table.columns.filter(({ type, name }) => type !== "jsonb" && !isSecretColumn(table.name, name));
  const where = conditions(filters, table.columns) as Where<TableName>;
  const after = pages.at(-1);
  const paged = usePage(table.name, {
    where,
    limit: LIMIT,
    columns: columns.map(({ name }) => name) as never[],
    ...(sorting ? { order: sorting as OrderBy<TableName> } : {}),
    ...(after === undefined ? {} : { after }),
  });
  const counted = useCount(table.name, filters, where, !paged.isAsking);
  const change = (changed: Partial<Look>) => set({ filters, sorting, ...changed, pages: FIRST });
  const { page } = paged;
  const from = (pages.length - 1) * LIMIT;
  return (
    <>
      <Filters columns={table.columns.filter(({ name }) => !isSecretColumn(table.name, name))} filters={filters} onChange={(filters) => change({ filters })} />
      {paged.failure !== undefined && <Notice tone="bad">{paged.failure}</Notice>}
      <Going paged={paged} sorting={sorting} />
      {page && (
        <>
          <div className="spread">
            <span className="soft small" role="status">
              {said(page, from, counted, paged)}
            </span>
            <div className="buttons">
              <button type="button" className="button small" disabled={pages.length === 1} onClick={() => setPages(pages.slice(0, -1))}>
                Earlier
              </button>
              <button type="button" className="button small" disabled={page.next === undefined || paged.isAsking} onClick={() => setPages([...pages, page.next])}>
                Further
              </button>
            </div>
          </div>
          {page.rows.length === 0 && !paged.isAsking ? (
            <div className="card empty">{nothing(paged, pages.length > 1, filters.length > 0)}</div>
          ) : (
            <div className="table-frame card" tabIndex={0} role="region" aria-label={`Rows of ${table.name}`} aria-busy={paged.isAsking}>
              <Grid table={table} columns={columns} rows={page.rows} keys={page.keys} sorting={sorting} onSort={(sorting) => change({ sorting })} />
            </div>
          )}
        </>
      )}
    </>
  );
}

/** How many rows there are; nothing where that would mean to look at them one by one, and not before the page is there. */
function useCount(table: TableName, filters: readonly Filter[], where: Where<TableName>, isNext: boolean): number | undefined {
  const isCountable = filters.every(({ how }) => how !== "contains" && how !== "not" && how !== "there");
  const about = `count ${table} ${JSON.stringify(filters)}`;
  const [known, setKnown] = useState<string>();
  if (isNext && isCountable && known !== about) setKnown(about);
  return useAsked(about, known === about ? (store, signal) => store.count(table, { signal, where, most: MOST_COUNTED }) : undefined).answer;
}

/** Which rows are shown, of how many. */
function said({ rows, next }: Page<unknown>, from: number, counted: number | undefined, { isAsking, stoppedAfter }: Paged): string {
  const shown = rows.length === 0 ? "No rows" : `Rows ${number(from + 1)} to ${number(from + rows.length)}`;
  if (stoppedAfter !== undefined) return `${shown}: stopped after looking at ${number(stoppedAfter)}`;
  if (isAsking) return shown;
  if (counted === undefined) return next === undefined ? shown : `${shown}, and maybe more`;
  return `${shown} of ${counted >= MOST_COUNTED ? `${number(MOST_COUNTED)} or more` : number(counted)}`;
}

/** Why there is no row. */
function nothing({ stoppedAfter }: Paged, isFurther: boolean, isFiltered: boolean): string {
  if (stoppedAfter !== undefined) return "Nothing was found so far.";
  if (isFurther) return "No further row fits the filters.";
  return isFiltered ? "No row fits the filters." : "This table is empty.";
}

/** What a person waits for. */
function Going({ paged: { page, progress, isAsking, stop }, sorting }: { paged: Paged; sorting: Sorting | undefined }) {
  if (!isAsking) return null;
  if (!progress) return page ? null : <Waiting>Asking…</Waiting>;
  const isOrdered = progress.stage === "arrange";
  return (
    <div className="card card-body stack tight" role="status">
      <ProgressBar label={isOrdered ? "Putting in order" : "Searching"} done={isOrdered ? progress.done : undefined} of={progress.of} />
      <div className="spread">
        <span className="soft small">
          {isOrdered
            ? `Putting rows in order${sorting ? ` by ${sorting.column}` : ""}, once: ${number(progress.done)} of ${number(progress.of ?? 0)}. Every page is quick then.`
            : `Looked at ${number(progress.done)} rows so far`}
        </span>
        <button type="button" className="button small" onClick={stop}>
          Stop
        </button>
      </div>
    </div>
  );
}

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

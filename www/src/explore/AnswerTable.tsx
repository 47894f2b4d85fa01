// The answer to a question or statement, as a table: sorted by a click on a column, fifty rows at a time.

import type { Answer, AnswerColumn, Cell } from "airbyte-db/store";
import { useMemo, useState } from "react";

import { Icon } from "../parts/Icon.js";
import { saveFile } from "../parts/saving.js";
import { count, moment, number } from "../parts/words.js";
import { cellLink } from "./links.js";

const AT_ONCE = 50;

interface Sorting {
  column: number;
  descending: boolean;
}

export function AnswerTable({ answer, name }: { answer: Answer; name: string }) {
  const { columns, rows, more } = answer;
  const [sorting, setSorting] = useState<Sorting>();
  const [shown, setShown] = useState(AT_ONCE);
  const sorted = useMemo(() => (sorting ? rows.toSorted((one, other) => compare(one[sorting.column], other[sorting.column], sorting.descending)) : rows), [rows, sorting]);
  if (rows.length === 0) return <div className="card empty">No rows: there is nothing to tell.</div>;
  return (
    <div className="stack tight">
      <div className="spread">
        <span className="soft small" role="status">
          {count(rows.length, "row")}
          {more && ", and more that are not shown"}
        </span>
        <button type="button" className="button small" onClick={() => saveFile(`${name}.csv`, csv(answer), "text/csv")}>
          <Icon name="download" />
          CSV
        </button>
      </div>
      <div className="table-frame card" tabIndex={0} role="region" aria-label={`Rows of ${name}`}>
        <table className="grid">
          <thead>
            <tr>
              {columns.map((column, at) => (
                <Heading key={at} column={column} at={at} sorting={sorting} onSort={setSorting} />
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, shown).map((row, at) => (
              <tr key={at}>
                {row.map((cell, column) => (
                  <CellView key={column} cell={cell} column={columns[column]} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > shown && (
        <button type="button" className="button" onClick={() => setShown(shown + AT_ONCE)}>
          Show {number(Math.min(AT_ONCE, rows.length - shown))} more
        </button>
      )}
    </div>
  );
}

const isNumber = (column: AnswerColumn | undefined): boolean => column?.type === "integer" || column?.type === "number";

function Heading({ column, at, sorting, onSort }: { column: AnswerColumn; at: number; sorting: Sorting | undefined; onSort: (sorting: Sorting) => void }) {
  const mine = sorting?.column === at ? sorting : undefined;
  return (
    <th scope="col" className={isNumber(column) ? "end" : undefined} aria-sort={mine ? (mine.descending ? "descending" : "ascending") : undefined}>
      <button type="button" className="sort" onClick={() => onSort({ column: at, descending: mine ? !mine.descending : isNumber(column) })}>
        {column.name.replaceAll("_", " ")}
        {mine && <Icon name={mine.descending ? "down" : "up"} />}
      </button>
    </th>
  );
}

function CellView({ cell, column }: { cell: Cell; column: AnswerColumn | undefined }) {
  const link = column && cellLink(column.name, cell);
  const full = cellText(cell, column);
  const text = shortened(full);
  return (
    <td className={isNumber(column) ? "end" : undefined} title={full.length > 40 || full !== text ? full.slice(0, TITLED) : undefined}>
      {link ? <a href={link}>{text}</a> : cell === null ? <span className="soft">–</span> : text}
    </td>
  );
}

/** So much of a text is in a cell, and in its title: a document may have a million characters. */
const [SEEN, TITLED] = [200, 2000];
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** The beginning of an id is enough for eyes, and so it is of a document; the whole is in its link and the CSV. */
export const shortened = (text: string): string => (UUID.test(text) ? `${text.slice(0, 8)}…` : text.length > SEEN ? `${text.slice(0, SEEN)}…` : text);

export function cellText(cell: Cell, column?: AnswerColumn): string {
  if (cell === null) return "";
  if (cell instanceof Uint8Array) return `${cell.length} bytes`;
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  if (column?.type === "timestamp" && typeof cell === "string") return moment(cell);
  if (typeof cell === "string") return cell;
  // Numbers that name something have no commas.
  if (column && /(^|_)id$/.test(column.name)) return String(cell);
  return typeof cell === "number" && !Number.isInteger(cell) ? String(Math.round(cell * 1000) / 1000) : number(cell);
}

function compare(one: Cell | undefined, other: Cell | undefined, descending: boolean): number {
  // What is not there comes last, whichever way.
  if (one === null || one === undefined) return other === null || other === undefined ? 0 : 1;
  if (other === null || other === undefined) return -1;
  const order = typeof one === "string" && typeof other === "string" ? one.localeCompare(other, "en", { numeric: true }) : one < other ? -1 : one > other ? 1 : 0;
  return descending ? -order : order;
}

function csv({ columns, rows }: Answer): string {
  const quoted = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const line = (cells: string[]) => `${cells.map(quoted).join(",")}\r\n`;
  return line(columns.map(({ name }) => name)) + rows.map((row) => line(row.map((cell) => (cell instanceof Uint8Array ? "" : String(cell ?? ""))))).join("");
}

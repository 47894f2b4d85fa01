// Conditions on a table's rows. They stay in the page: a value that is looked for might be a secret, so none of it stands in
// the address.

import type { Column, Condition } from "airbyte-db/store";
import { type FormEvent, useState } from "react";

import { Icon } from "../../parts/Icon.js";

export interface Filter {
  column: string;
  how: How;
  value: string;
}

const HOWS = {
  equal: "is",
  not: "is not",
  contains: "contains",
  startsWith: "begins with",
  atLeast: "is at least",
  atMost: "is at most",
  empty: "is NULL",
  there: "is not NULL",
} as const;
export type How = keyof typeof HOWS;

export function Filters({ columns, filters, onChange }: { columns: readonly Column[]; filters: readonly Filter[]; onChange: (filters: Filter[]) => void }) {
  const [column, setColumn] = useState(columns[0]?.name ?? "");
  const [how, setHow] = useState<How>("equal");
  const [value, setValue] = useState("");
  const type = columns.find(({ name }) => name === column);
  const hows = Object.keys(HOWS).filter((one) => type?.type !== "jsonb" || ["contains", "empty", "there"].includes(one)) as How[];
  const chosen = hows.includes(how) ? how : (hows[0] ?? "equal");
  const takesValue = chosen !== "empty" && chosen !== "there";
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (takesValue && value === "") return;
    onChange([...filters, { column, how: chosen, value }]);
    setValue("");
  };
  return (
    <div className="stack tight">
      <form className="row" onSubmit={add} aria-label="Add a filter">
        <select className="input fit" aria-label="Column" value={column} onChange={(event) => setColumn(event.target.value)}>
          {columns.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <select className="input fit" aria-label="Condition" value={chosen} onChange={(event) => setHow(event.target.value as How)}>
          {hows.map((one) => (
            <option key={one} value={one}>
              {HOWS[one]}
            </option>
          ))}
        </select>
        {takesValue && <ValueInput column={type} value={value} onChange={setValue} />}
        <button type="submit" className="button">
          Filter
        </button>
      </form>
      {filters.length > 0 && (
        <ul className="plain buttons" aria-label="Filters">
          {filters.map((filter, at) => (
            <li key={at}>
              <button type="button" className="button small" aria-label={`Remove the filter on ${filter.column}`} onClick={() => onChange(filters.filter((_, other) => other !== at))}>
                {filter.column} {HOWS[filter.how]} {filter.value}
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function ValueInput({ column, value, onChange }: { column: Column | undefined; value: string; onChange: (value: string) => void }) {
  const known = column?.literals ?? (column?.type === "boolean" ? ["true", "false"] : undefined);
  const same = { className: "input fit", "aria-label": "Value", value };
  if (!known) return <input {...same} spellCheck={false} autoComplete="off" onChange={(event) => onChange(event.target.value)} />;
  return (
    <select {...same} onChange={(event) => onChange(event.target.value)}>
      <option value="">…</option>
      {known.map((literal) => (
        <option key={literal}>{literal}</option>
      ))}
    </select>
  );
}

/** What the store is asked, by column. */
export function conditions(filters: readonly Filter[], columns: readonly Column[]): Record<string, Condition> {
  const where: Record<string, Condition> = {};
  for (const { column, how, value } of filters) {
    const type = columns.find(({ name }) => name === column)?.type ?? "text";
    where[column] = { ...where[column], ...condition(how, scalar(value, type, how)) };
  }
  return where;
}

function condition(how: How, value: string | number | bigint | boolean): Condition {
  if (how === "empty") return { equal: null };
  if (how === "there") return { not: null };
  return { [how]: value };
}

/** Of what was typed what the column holds; texts are compared as texts. */
function scalar(value: string, type: string, how: How): string | number | bigint | boolean {
  if (how === "contains" || how === "startsWith") return value;
  if (type === "boolean") return value === "true";
  if (/^(bigint|integer|smallint|int\d?)/.test(type) && /^-?\d+$/.test(value)) return Number.isSafeInteger(Number(value)) ? Number(value) : BigInt(value);
  return value;
}

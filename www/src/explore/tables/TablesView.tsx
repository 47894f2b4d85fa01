import type { TableName } from "airbyte-db/store";

import { useTitle } from "../../app/Frame.js";
import { number } from "../../parts/words.js";
import { useAsked } from "../asked.js";
import { tableLink } from "../links.js";
import { useStatus } from "../questions.js";
import { Shown } from "../Shown.js";

/** All tables, by database, with how many rows they have. */
export function TablesView() {
  useTitle("Tables");
  const asked = useAsked("described", (store) => store.tables());
  // Counting takes longer in a large deployment, and nobody has to wait for it.
  const status = useStatus().answer;
  const rows = status && new Map<TableName, number>(status.rows.map((one) => [one.table, one.rows]));
  return (
    <div className="stack">
      <h1>Tables</h1>
      <Shown asked={asked}>
        {(tables) =>
          (["config", "jobs"] as const).map((database) => (
            <section key={database} className="stack tight" aria-label={`The ${database} database`}>
              <h2>{database === "config" ? "Config database" : "Jobs database"}</h2>
              <ul className="table-list plain">
                {tables.filter((table) => table.database === database).map(({ name }) => (
                  <li key={name}>
                    <a className="connector" href={tableLink(name)}>
                      <span className="connector-name">{name}</span>
                      <span className="soft small">{rows ? number(rows.get(name) ?? 0) : "…"}</span>
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          ))
        }
      </Shown>
    </div>
  );
}

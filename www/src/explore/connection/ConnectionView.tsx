// A connection: from where to where, when, which streams, their state, and what its jobs came to.

import type { Row, Store } from "airbyte-db/store";

import { useTitle } from "../../app/Frame.js";
import { linkTo } from "../../app/route.js";
import { Icon } from "../../parts/Icon.js";
import { Notice } from "../../parts/Notice.js";
import { moment } from "../../parts/words.js";
import { useAsked } from "../asked.js";
import { rowLink } from "../links.js";
import { records, useQuestion } from "../overview/Overview.js";
import { Shown } from "../Shown.js";
import { Streams } from "./Streams.js";
import { Timeline } from "./Timeline.js";

interface End {
  id: string;
  name: string;
  deleted: boolean;
  connector: string;
}

export function ConnectionView({ id }: { id: string }) {
  const asked = useAsked(`connection ${id}`, async (store) => {
    const row = await store.get("connection", id);
    if (!row) return undefined;
    const [source, destination] = await Promise.all([end(store, row.source_id), end(store, row.destination_id)]);
    return { row, source, destination };
  });
  useTitle(asked.answer?.row.name ?? "Connection");
  return (
    <div className="stack">
      <a className="back small" href={linkTo(["explore", "connections"])}>
        <Icon name="back" />
        Connections
      </a>
      <Shown asked={asked}>
        {(found) =>
          found ? (
            <>
              <Head id={id} {...found} />
              <Schedule id={id} row={found.row} />
              <Streams connection={found.row} />
              <Timeline connection={id} />
            </>
          ) : (
            <Notice tone="warn" title="This connection is not there">
              Jobs may remember a connection that is gone: its id is {id}.
            </Notice>
          )
        }
      </Shown>
    </div>
  );
}

async function end(store: Store, id: string): Promise<End> {
  const actor = await store.get("actor", id);
  const definition = actor && (await store.get("actor_definition", actor.actor_definition_id));
  return {
    id,
    name: actor?.name ?? "not there",
    deleted: actor?.tombstone === true,
    connector: definition ? `${definition.name} ${definition.docker_image_tag}` : "unknown connector",
  };
}

function Head({ id, row, source, destination }: { id: string; row: Row<"connection">; source: End; destination: End }) {
  return (
    <header className="stack tight">
      <div className="spread">
        <h1>{row.name}</h1>
        <a className="button small" href={rowLink("connection", id)}>
          Its row
        </a>
      </div>
      <div className="route card">
        <EndView title="Source" end={source} />
        <span className="route-arrow" aria-hidden="true">
          <Icon name="arrow" />
        </span>
        <EndView title="Destination" end={destination} />
      </div>
    </header>
  );
}

const EndView = ({ title, end }: { title: string; end: End }) => (
  <div className="route-end">
    <span className="soft small">{title}</span>
    <a href={rowLink("actor", end.id)}>{end.name}</a>
    <span className="soft small">
      {end.connector} {end.deleted && <span className="badge bad">deleted</span>}
    </span>
  </div>
);

function Schedule({ id, row }: { id: string; row: Row<"connection"> }) {
  const asked = useQuestion("schedules", 100_000);
  return (
    <section className="card card-body" aria-label="Schedule">
      <Shown asked={asked}>
        {(answer) => {
          const mine = records(answer).find((one) => one["connection_id"] === id);
          const when = (cell: unknown) => (typeof cell === "string" ? `${moment(cell)} UTC` : "–");
          return (
            <dl className="facts">
              <Fact name="Status" value={row.status ?? "none"} />
              <Fact name="Schedule" value={String(mine?.["schedule"] ?? (row.manual ? "started by people" : (row.schedule_type ?? "–")))} />
              <Fact name="Last run" value={when(mine?.["last_run_at"])} />
              <Fact name="Next run" value={when(mine?.["next_run_at"])} />
              <Fact name="Namespace" value={row.namespace_format ?? row.namespace_definition} />
              <Fact name="Prefix" value={row.prefix || "none"} />
            </dl>
          );
        }}
      </Shown>
    </section>
  );
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd className="break">{value}</dd>
  </div>
);

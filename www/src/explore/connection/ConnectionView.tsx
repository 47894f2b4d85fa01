// A connection: from where to where, when, which streams, their state, and what its jobs came to.

import type { Row, Store } from "airbyte-db/store";
import type { ReactNode } from "react";

import { useTitle } from "../../app/Frame.js";
import { linkTo } from "../../app/route.js";
import { Icon } from "../../parts/Icon.js";
import { Notice } from "../../parts/Notice.js";
import { moment } from "../../parts/words.js";
import { useAsked, useDeployment } from "../asked.js";
import { rowLink } from "../links.js";
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
  const { asOf } = useDeployment();
  const asked = useAsked(`schedule ${id} ${asOf ?? ""}`, (store, signal) => store.schedule(id, { signal, ...(asOf === undefined ? {} : { asOf }) }));
  return (
    <section className="card card-body" aria-label="Schedule">
      <Shown asked={asked}>
        {(schedule) => (
          <dl className="facts">
            <Fact name="Status">{row.status ?? "none"}</Fact>
            <Fact name="Schedule">{schedule?.schedule ?? (row.manual ? "started by people" : (row.schedule_type ?? "–"))}</Fact>
            <Fact name="Last run">{schedule?.last_run_at ? `${moment(schedule.last_run_at)} UTC` : "–"}</Fact>
            <Fact name="Next runs">
              <Runs runs={schedule?.runs ?? []} asOf={asOf} />
            </Fact>
            <Fact name="Namespace">{row.namespace_format ?? row.namespace_definition}</Fact>
            <Fact name="Prefix">{row.prefix || "none"}</Fact>
          </dl>
        )}
      </Shown>
    </section>
  );
}

/** The first is due where it is not later than the moment that counts as now. */
function Runs({ runs, asOf }: { runs: readonly string[]; asOf: string | undefined }) {
  if (runs.length === 0) return "none";
  return (
    <ol className="plain">
      {runs.map((run) => (
        <li key={run}>
          {moment(run)} UTC {asOf !== undefined && Date.parse(run) <= Date.parse(asOf) && <span className="badge accent">due</span>}
        </li>
      ))}
    </ol>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd className="break">{children}</dd>
  </div>
);

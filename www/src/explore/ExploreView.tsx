import "../style/explore.css";

import type { TableName } from "airbyte-db/store";
import { type ReactNode, useEffect, useState } from "react";

import { linkTo } from "../app/route.js";
import { Dialog } from "../parts/Dialog.js";
import { Icon } from "../parts/Icon.js";
import { Notice } from "../parts/Notice.js";
import { saveFile } from "../parts/saving.js";
import { count, told } from "../parts/words.js";
import { DeploymentContext, useDeployment } from "./asked.js";
import { AuditView } from "./audit/AuditView.js";
import { ConnectionsView } from "./connection/ConnectionsView.js";
import { ConnectionView } from "./connection/ConnectionView.js";
import { Overview } from "./overview/Overview.js";
import { QuestionsView } from "./QuestionsView.js";
import { close, forget, resumeOnce, useSession } from "./session.js";
import { SqlView } from "./SqlView.js";
import { Start } from "./Start.js";
import { RowView } from "./tables/RowView.js";
import { TablesView } from "./tables/TablesView.js";
import { TableView } from "./tables/TableView.js";

const VIEWS = [
  { path: [], title: "Overview", of: [""] },
  { path: ["connections"], title: "Connections", of: ["connections", "connection"] },
  { path: ["tables"], title: "Tables", of: ["tables", "table", "row"] },
  { path: ["audit"], title: "Audit", of: ["audit"] },
  { path: ["question"], title: "Questions", of: ["question"] },
  { path: ["sql"], title: "SQL", of: ["sql"] },
];

/** Look into a deployment. */
export default function ExploreView({ path, parameters }: { path: readonly string[]; parameters: URLSearchParams }) {
  const session = useSession();
  useEffect(() => {
    resumeOnce();
  }, []);
  if (session.is !== "open") return <Start session={session} />;
  return (
    <DeploymentContext value={session.deployment}>
      <div className="explore">
        <Bar here={path[0]} />
        {session.refused.length > 0 && <Refused lines={session.refused} />}
        <View path={path} parameters={parameters} />
      </div>
    </DeploymentContext>
  );
}

function Bar({ here }: { here: string | undefined }) {
  const { title, store } = useDeployment();
  const [closing, setClosing] = useState(false);
  return (
    <div className="explore-bar">
      <nav className="tabs" aria-label="The deployment">
        {VIEWS.map(({ path, title, of }) => (
          <a key={title} className="tab" href={linkTo(["explore", ...path])} aria-current={of.includes(here ?? "") ? "page" : undefined}>
            {title}
          </a>
        ))}
      </nav>
      <div className="buttons">
        <span className="badge" title={title}>
          {store.persistent ? "kept in this browser" : "until the page is closed"}
        </span>
        <ExportButton />
        <button type="button" className="button quiet small" onClick={() => setClosing(true)}>
          <Icon name="close" />
          Close
        </button>
      </div>
      {closing && <Closing title={title} persistent={store.persistent} onClose={() => setClosing(false)} />}
    </div>
  );
}

function ExportButton() {
  const { store, title } = useDeployment();
  const [state, setState] = useState<string>();
  const save = async () => {
    setState("Writing…");
    try {
      saveFile(`${title.replace(/\.[^.]*$/, "").replace(/[^\w-]+/g, "-").toLowerCase()}.db`, await store.export());
      setState(undefined);
    } catch (error) {
      setState(told(error));
    }
  };
  return (
    <button type="button" className="button quiet small" disabled={state === "Writing…"} onClick={() => void save()}>
      <Icon name="download" />
      <span aria-live="polite">{state ?? "SQLite file"}</span>
    </button>
  );
}

function Closing({ title, persistent, onClose }: { title: string; persistent: boolean; onClose: () => void }) {
  return (
    <Dialog title={`Close ${title}?`} onClose={onClose}>
      <p>{persistent ? "It is kept in this browser and can be opened again, unless it is deleted." : "It is not kept: it is gone from this page then. Your file stays as it is."}</p>
      <div className="buttons end">
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
        {persistent && (
          <button type="button" className="button danger" onClick={() => void forget()}>
            Delete it here
          </button>
        )}
        <button type="button" className="button strong" onClick={() => void close()}>
          Close it
        </button>
      </div>
    </Dialog>
  );
}

function Refused({ lines }: { lines: readonly string[] }) {
  return (
    <Notice tone="warn" title={`${count(lines.length, "row")} could not be taken in`}>
      <ul className="plain small refused">
        {lines.slice(0, 50).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Notice>
  );
}

function View({ path, parameters }: { path: readonly string[]; parameters: URLSearchParams }): ReactNode {
  const [view, first, ...rest] = path;
  const at = parameters.get("at") ?? undefined;
  switch (view) {
    case undefined:
      return <Overview />;
    case "connections":
      return <ConnectionsView />;
    case "connection":
      return <ConnectionView key={first} id={first ?? ""} />;
    case "tables":
      return <TablesView />;
    case "table": {
      const [column, is] = [parameters.get("column"), parameters.get("is")];
      return <TableView key={`${first} ${column} ${is}`} table={first ?? ""} given={column !== null && is !== null ? { column, is } : undefined} />;
    }
    case "row":
      return <RowView key={`${first} ${rest.join("/")}`} table={first as TableName} id={rest.join("/")} at={at} />;
    case "audit":
      return <AuditView />;
    case "question":
      return <QuestionsView name={first} />;
    case "sql":
      return <SqlView />;
    default:
      return <Notice tone="warn">There is nothing at this address.</Notice>;
  }
}

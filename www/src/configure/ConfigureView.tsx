import "../style/configure.css";

import { ConnectorSpec } from "airbyte-db";
import { lazy, useEffect, useState } from "react";

import { linkTo } from "../app/route.js";
import { Notice } from "../parts/Notice.js";
import { Waiting } from "../parts/Waiting.js";
import { EXAMPLES, samePath } from "./connectors.js";
import { Picker } from "./picker/Picker.js";
import { restore, useCollections } from "./registry/library.js";

// The list of connectors needs none of it.
const workbench = () => import("./Workbench.js");
const Workbench = lazy(workbench);

// Both are on their way before a person has chosen.
ConnectorSpec.load({}).then(
  (spec) => spec.free(),
  // Whatever is wrong is told where a spec is opened.
  () => undefined,
);
setTimeout(() => void workbench(), 300);

/** Choose a connector, then configure it. */
export default function ConfigureView({ path, parameters }: { path: readonly string[]; parameters: URLSearchParams }) {
  const collections = useCollections();
  const [restored, setRestored] = useState(false);
  useEffect(() => {
    restore().catch(() => undefined).finally(() => setRestored(true));
  }, []);
  if (path.length === 0) return <Picker collections={collections} />;
  const all = [...EXAMPLES, ...collections.flatMap(({ connectors }) => connectors)];
  const connector = all.find((connector) => samePath(connector.path, path));
  if (connector) return <Workbench key={path.join("/")} connector={connector} at={parameters.get("at") ?? undefined} />;
  return restored ? <Missing path={path} /> : <Waiting>Looking for the connector…</Waiting>;
}

const Missing = ({ path }: { path: readonly string[] }) => (
  <Notice tone="warn" title="This connector is not at hand">
    <p>
      {path[0] === "registry" ? `It is in the registry “${path[1]}”, which is not open in this browser.` : "What was opened was not kept."}{" "}
      <a href={linkTo(["configure"])}>Open it again</a>.
    </p>
  </Notice>
);

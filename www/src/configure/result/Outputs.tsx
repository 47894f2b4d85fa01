// Beside the form: the configuration as JSON, and what the platform makes of it.

import { Tabs } from "radix-ui";
import { lazy, Suspense, useState } from "react";

import { CopyButton } from "../../parts/CopyButton.js";
import { Icon } from "../../parts/Icon.js";
import { saveFile } from "../../parts/saving.js";
import type { Connector } from "../connectors.js";
import { useChosen, useDraft } from "../draft.js";
import { Compare } from "./Compare.js";
import { Hashes } from "./Hashes.js";
import { Masked } from "./Masked.js";
import { Stored } from "./Stored.js";

// The form and its verdict need none of the editor, which is the largest part.
const JsonEditor = lazy(() => import("../json/JsonEditor.js"));

export function Outputs({ connector }: { connector: Connector }) {
  return (
    <Tabs.Root defaultValue="json" className="outputs card">
      <Tabs.List className="tabs" aria-label="The configuration">
        {["JSON", "Masked", "Stored", "Hash", "Compare"].map((title) => (
          <Tabs.Trigger key={title} value={title.toLowerCase()} className="tab">
            {title}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {/* It stays: the editor keeps its cursor. */}
      <Tabs.Content value="json" forceMount className="output json-output" tabIndex={-1}>
        <Json name={fileName(connector)} />
      </Tabs.Content>
      <Tabs.Content value="masked" className="output">
        <Masked name={fileName(connector)} />
      </Tabs.Content>
      <Tabs.Content value="stored" className="output">
        <Stored name={fileName(connector)} />
      </Tabs.Content>
      <Tabs.Content value="hash" className="output">
        <Hashes />
      </Tabs.Content>
      <Tabs.Content value="compare" className="output">
        <Compare connector={connector} />
      </Tabs.Content>
    </Tabs.Root>
  );
}

const fileName = ({ name }: Connector): string => name.toLowerCase().replace(/[^a-z0-9]+/g, "-");

function Json({ name }: { name: string }) {
  const draft = useDraft();
  const [revealed, setRevealed] = useState(false);
  const hasSecrets = useChosen((draft) => !draft.unreadable && draft.spec.findSecrets(draft.text).length > 0);
  return (
    <>
      <div className="output-bar">
        <CopyButton text={() => draft.text} label={hasSecrets ? "Copy with secrets" : "Copy"} />
        <button type="button" className="button small" onClick={() => saveFile(`${name}.json`, draft.text)}>
          <Icon name="download" />
          Download
        </button>
        {hasSecrets && (
          <button type="button" className="button quiet small" aria-pressed={revealed} onClick={() => setRevealed(!revealed)}>
            <Icon name={revealed ? "eyeOff" : "eye"} />
            {revealed ? "Hide secrets" : "Show secrets"}
          </button>
        )}
      </div>
      <Suspense fallback={<div className="editor" />}>
        <JsonEditor revealed={revealed} />
      </Suspense>
    </>
  );
}

// One connector: its form, its JSON beside it, and the verdict over both.

import { ConnectorSpec } from "airbyte-db";
import { type KeyboardEvent, startTransition, useEffect, useState } from "react";

import { useTitle } from "../app/Frame.js";
import { linkTo } from "../app/route.js";
import { Icon } from "../parts/Icon.js";
import { Notice } from "../parts/Notice.js";
import { Waiting } from "../parts/Waiting.js";
import { told } from "../parts/words.js";
import type { Connector } from "./connectors.js";
import { Draft, DraftContext, useChosen, useDraft } from "./draft.js";
import { ConnectorForm } from "./form/ConnectorForm.js";
import { OpenConfiguration } from "./OpenConfiguration.js";
import { Outputs } from "./result/Outputs.js";
import { VerdictBar } from "./result/VerdictBar.js";

export default function Workbench({ connector, at }: { connector: Connector; at: string | undefined }) {
  const [draft, setDraft] = useState<Draft>();
  const [documentation, setDocumentation] = useState<string>();
  const [failure, setFailure] = useState<string>();
  useTitle(connector.name);
  useEffect(() => {
    let current = true;
    const load = async () => {
      const text = await connector.spec();
      const made = new Draft(await ConnectorSpec.load(text));
      if (!current) return;
      // A form of hundreds of fields is drawn in several steps.
      startTransition(() => {
        setDraft(made);
        setDocumentation(documentationOf(text));
      });
      if (at !== undefined) made.send(at);
    };
    load().catch((error: unknown) => current && setFailure(told(error)));
    return () => {
      current = false;
    };
    // A link to another field of the same connector is followed below.
  }, [connector]);
  useEffect(() => {
    if (at !== undefined) draft?.send(at);
  }, [at]);
  if (failure) return <Failed connector={connector} failure={failure} />;
  if (!draft) return <Waiting>Reading the spec…</Waiting>;
  return (
    <DraftContext value={draft}>
      <Bench connector={connector} documentation={documentation} />
    </DraftContext>
  );
}

function Bench({ connector, documentation }: { connector: Connector; documentation: string | undefined }) {
  const draft = useDraft();
  const keys = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    const key = event.key.toLowerCase();
    // A dialog has texts of its own to undo.
    if ((key !== "z" && key !== "y") || (event.target as Element).closest("dialog")) return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) draft.redo();
    else draft.undo();
  };
  return (
    <div className="bench" onKeyDown={keys}>
      <Head connector={connector} documentation={documentation} />
      <VerdictBar />
      <div className="bench-sides">
        <ConnectorForm />
        <Outputs connector={connector} />
      </div>
    </div>
  );
}

function Head({ connector, documentation }: { connector: Connector; documentation: string | undefined }) {
  const draft = useDraft();
  const canUndo = useChosen((draft) => draft.canUndo);
  const canRedo = useChosen((draft) => draft.canRedo);
  const [opening, setOpening] = useState(false);
  const { name, repository, version, samples } = connector;
  return (
    <header className="bench-head">
      <div>
        <a className="back small" href={linkTo(["configure"])}>
          <Icon name="back" />
          All connectors
        </a>
        <h1>{name}</h1>
        <p className="row soft small">
          {repository && (
            <code className="break">
              {repository}
              {version && `:${version}`}
            </code>
          )}
          {documentation && (
            <a href={documentation} target="_blank" rel="noopener noreferrer">
              Documentation
            </a>
          )}
        </p>
      </div>
      <div className="buttons">
        <button type="button" className="button icon" aria-label="Undo" title="Undo (Ctrl+Z)" disabled={!canUndo} onClick={() => draft.undo()}>
          <Icon name="undo" />
        </button>
        <button type="button" className="button icon" aria-label="Redo" title="Redo (Ctrl+Shift+Z)" disabled={!canRedo} onClick={() => draft.redo()}>
          <Icon name="redo" />
        </button>
        <button type="button" className="button" onClick={() => draft.startOver()}>
          <Icon name="restart" />
          Start over
        </button>
        {samples.length > 0 && (
          <label className="sample">
            <span className="unseen">Try a configuration</span>
            <select className="input" value="" onChange={(event) => draft.open(samples[Number(event.target.value)]?.text ?? "{}")}>
              <option value="" disabled>
                Try one…
              </option>
              {samples.map(({ title }, index) => (
                <option key={title} value={index}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        )}
        <button type="button" className="button" onClick={() => setOpening(true)}>
          <Icon name="paste" />
          Open one
        </button>
      </div>
      {opening && <OpenConfiguration onClose={() => setOpening(false)} />}
    </header>
  );
}

const Failed = ({ connector, failure }: { connector: Connector; failure: string }) => (
  <Notice tone="bad" title={`The spec of ${connector.name} cannot be used`}>
    <p>{failure}</p>
    <a href={linkTo(["configure"])}>All connectors</a>
  </Notice>
);

/** Only an address of the web is made a link. */
function documentationOf(spec: string): string | undefined {
  const { documentationUrl } = JSON.parse(spec) as { documentationUrl?: unknown };
  return typeof documentationUrl === "string" && /^https?:\/\//.test(documentationUrl) ? documentationUrl : undefined;
}

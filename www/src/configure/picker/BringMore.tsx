// A registry or a spec: dropped, chosen, pasted, or fetched from an address that a person enters.

import { useRef, useState } from "react";

import { goTo, linkTo } from "../../app/route.js";
import { Dialog } from "../../parts/Dialog.js";
import { FileDrop } from "../../parts/FileDrop.js";
import { Icon } from "../../parts/Icon.js";
import { Notice } from "../../parts/Notice.js";
import { ProgressBar } from "../../parts/Waiting.js";
import { bytes, told } from "../../parts/words.js";
import { fetched } from "../registry/fetched.js";
import type { Source } from "../registry/messages.js";
import { open } from "../registry/library.js";

type State = { is: "idle" } | { is: "busy"; received?: number; total?: number | undefined } | { is: "failed"; why: string };

export function BringMore() {
  const [state, setState] = useState<State>({ is: "idle" });
  const [keep, setKeep] = useState(false);
  const [asking, setAsking] = useState<"address" | "text">();
  const bring = async (find: () => Source | Promise<Source>) => {
    setAsking(undefined);
    setState({ is: "busy" });
    try {
      const { connectors } = await open(await find(), keep);
      setState({ is: "idle" });
      const [only] = connectors;
      if (only && connectors.length === 1) goTo(linkTo(["configure", ...only.path]));
    } catch (error) {
      setState({ is: "failed", why: told(error) });
    }
  };
  const take = async (files: File[]) => {
    for (const file of files) await bring(() => ({ file, name: file.name }));
  };
  return (
    <div className="stack tight">
      <FileDrop label="Choose a file" accept=".json,.jsonl,.yaml,.yml" multiple onFiles={(files) => void take(files)}>
        <button type="button" className="button" onClick={() => setAsking("text")}>
          <Icon name="paste" />
          Paste
        </button>
        <button type="button" className="button" onClick={() => setAsking("address")}>
          <Icon name="download" />
          From an address
        </button>
        <span className="soft small grow">A registry or the spec of a connector; or drop it here.</span>
        <label className="check small">
          <input type="checkbox" checked={keep} onChange={(event) => setKeep(event.target.checked)} />
          <span>Keep registries in this browser</span>
        </label>
      </FileDrop>
      {state.is === "busy" && (
        <div className="stack tight" role="status">
          <ProgressBar label="Reading" done={state.received} of={state.total} />
          <span className="soft small">Reading{state.received === undefined ? "" : ` ${bytes(state.received)}`}…</span>
        </div>
      )}
      {state.is === "failed" && (
        <Notice tone="bad" title="That could not be opened">
          {state.why}
        </Notice>
      )}
      {asking === "address" && <AskAddress onClose={() => setAsking(undefined)} onAddress={(address) => void bring(() => fetched(address, (arrived) => setState({ is: "busy", ...arrived })))} />}
      {asking === "text" && <AskText onClose={() => setAsking(undefined)} onText={(text) => void bring(() => ({ text, name: "pasted" }))} />}
    </div>
  );
}

function AskAddress({ onClose, onAddress }: { onClose: () => void; onAddress: (address: string) => void }) {
  const [address, setAddress] = useState("");
  const given = addressOf(address);
  return (
    <Dialog title="Fetch a registry or a spec" onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (given) onAddress(given.href);
        }}
      >
        <label className="stack tight">
          Address
          <input className="input" type="url" value={address} placeholder="https://…" spellCheck={false} onChange={(event) => setAddress(event.target.value)} />
        </label>
        <p className="soft small">
          {given
            ? `This browser will ask ${given.host} for it, once and now. Nothing else is sent.`
            : "It must begin with https://, and its server must let other pages read it (CORS)."}
        </p>
        <div className="buttons end">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button strong" disabled={!given}>
            Fetch
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Only what the page's policy lets through: encrypted, or from where the page itself came. */
function addressOf(text: string): URL | undefined {
  const address = URL.canParse(text) ? new URL(text) : undefined;
  return address && (address.protocol === "https:" || address.origin === location.origin) ? address : undefined;
}

function AskText({ onClose, onText }: { onClose: () => void; onText: (text: string) => void }) {
  const input = useRef<HTMLTextAreaElement>(null);
  const [isEmpty, setEmpty] = useState(true);
  return (
    <Dialog title="Paste a registry or a spec" onClose={onClose}>
      <label className="stack tight">
        JSON
        <textarea ref={input} className="input mono" rows={10} spellCheck={false} onInput={(event) => setEmpty(event.currentTarget.value.trim() === "")} />
      </label>
      <div className="buttons end">
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="button strong" disabled={isEmpty} onClick={() => onText(input.current?.value ?? "")}>
          Open
        </button>
      </div>
    </Dialog>
  );
}

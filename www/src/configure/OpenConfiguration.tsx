import { useRef, useState } from "react";

import { Dialog } from "../parts/Dialog.js";
import { FileDrop } from "../parts/FileDrop.js";
import { fromYaml, isYaml } from "./yaml.js";
import { useDraft } from "./draft.js";

/** A configuration that exists already: pasted, dropped or chosen. */
export function OpenConfiguration({ onClose }: { onClose: () => void }) {
  const draft = useDraft();
  const input = useRef<HTMLTextAreaElement>(null);
  const [isEmpty, setEmpty] = useState(true);
  const open = (text: string) => {
    draft.open(text);
    onClose();
  };
  const take = async (file: File) => open(isYaml(file.name) ? await fromYaml(await file.text()) : await file.text());
  return (
    <Dialog title="Open a configuration" onClose={onClose}>
      <p className="soft">It takes the place of what is there; undo brings that back.</p>
      <label className="stack tight">
        Paste it here
        <textarea ref={input} className="input mono" rows={8} spellCheck={false} autoComplete="off" onInput={(event) => setEmpty(event.currentTarget.value.trim() === "")} />
      </label>
      <FileDrop label="Choose a file" accept=".json,.yaml,.yml" onFiles={([file]) => file && void take(file)}>
        <span className="soft small">or drop it here</span>
      </FileDrop>
      <div className="buttons end">
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="button strong" disabled={isEmpty} onClick={() => open(input.current?.value ?? "")}>
          Open
        </button>
      </div>
    </Dialog>
  );
}

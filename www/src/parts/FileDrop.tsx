// A place for files: dropped, or chosen with the button.

import { type DragEvent, type ReactNode, useRef, useState } from "react";

import { droppedFiles } from "./dropped.js";
import { Icon } from "./Icon.js";

interface FileDropProps {
  label: string;
  accept: string;
  multiple?: boolean;
  onFiles: (files: File[]) => void;
  children?: ReactNode;
}

export function FileDrop({ label, accept, multiple = false, onFiles, children }: FileDropProps) {
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const taken = (files: readonly File[]) => {
    if (files.length > 0) onFiles([...files]);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void droppedFiles(event.dataTransfer).then(taken);
  };
  const hover = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <div className={over ? "drop over" : "drop"} onDrop={drop} onDragOver={hover} onDragLeave={() => setOver(false)}>
      <div className="buttons">
        <button type="button" className="button" onClick={() => input.current?.click()}>
          <Icon name="upload" />
          {label}
        </button>
        {children}
      </div>
      <input
        ref={input}
        className="unseen"
        type="file"
        accept={accept}
        multiple={multiple}
        aria-label={label}
        tabIndex={-1}
        onChange={(event) => {
          taken([...(event.target.files ?? [])]);
          // The same file may be chosen again.
          event.target.value = "";
        }}
      />
    </div>
  );
}

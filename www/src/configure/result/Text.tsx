import { CopyButton } from "../../parts/CopyButton.js";
import { Icon } from "../../parts/Icon.js";
import { Notice } from "../../parts/Notice.js";
import { saveFile } from "../../parts/saving.js";
import { told } from "../../parts/words.js";

/** What the package makes of the configuration, or why it cannot. */
export function made<Result>(make: () => Result): { result: Result } | { failure: string } {
  try {
    return { result: make() };
  } catch (error) {
    return { failure: told(error) };
  }
}

export const Failure = ({ failure }: { failure: string }) => <Notice tone="warn">{failure}</Notice>;

/** A text to read, copy and save. */
export function Text({ label, text, file }: { label: string; text: string; file: string }) {
  return (
    <>
      <div className="output-bar">
        <CopyButton text={() => text} />
        <button type="button" className="button small" onClick={() => saveFile(file, text)}>
          <Icon name="download" />
          Download
        </button>
      </div>
      <pre className="output-text" tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
    </>
  );
}

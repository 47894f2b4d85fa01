import { configHash, type HashForm } from "airbyte-db";
import { useEffect, useState } from "react";

import { CopyButton } from "../../parts/CopyButton.js";
import { told } from "../../parts/words.js";
import { useChosen } from "../draft.js";

const FORMS: { form: HashForm; title: string }[] = [
  { form: "murmur3", title: "32-bit murmur3, as documented" },
  { form: "md5", title: "MD5, as the server writes it" },
  { form: "md5-jsonb", title: "MD5, after Postgres has ordered it" },
  { form: "murmur3-sorted", title: "murmur3 with sorted keys" },
  { form: "murmur3-sorted-big-endian", title: "murmur3 with sorted keys, highest byte first" },
  { form: "murmur3-jsonb", title: "murmur3, after Postgres has ordered it" },
];

/** The hash of the configuration, in each form that the platform has stored. */
export function Hashes() {
  const text = useChosen((draft) => draft.text);
  const [hashes, setHashes] = useState<readonly string[]>([]);
  useEffect(() => {
    let current = true;
    const made = FORMS.map(({ form }) => configHash(text, form).catch(told));
    void Promise.all(made).then((hashes) => current && setHashes(hashes));
    return () => {
      current = false;
    };
  }, [text]);
  return (
    <div className="stack">
      <p className="soft small">Of the configuration as the JSON tab has it. What is stored in “config_hash” is that of the stored form, with references.</p>
      <dl className="pairs">
        {FORMS.map(({ form, title }, at) => (
          <div key={form}>
            <dt>{title}</dt>
            <dd className="spread">
              <code className="break">{hashes[at] ?? "…"}</code>
              <CopyButton text={() => hashes[at] ?? ""} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

import { useChosen } from "../draft.js";
import { Failure, made, Text } from "./Text.js";
import { useDraft } from "../draft.js";

/** As the platform shows it to people. */
export function Masked({ name }: { name: string }) {
  const { spec } = useDraft();
  const text = useChosen((draft) => draft.text);
  const masked = made(() => spec.mask(text));
  return (
    <div className="stack">
      <p className="soft small">As the server shows it: ten asterisks in the place of every secret.</p>
      {"failure" in masked ? <Failure {...masked} /> : <Text label="Masked configuration" text={masked.result} file={`${name}-masked.json`} />}
    </div>
  );
}

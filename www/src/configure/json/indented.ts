// JSON text with a member a line, for eyes. Numbers and texts stay as they are written, which `JSON.stringify` would not
// leave them.

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** The text as it is where it holds something else than JSON. */
export function indented(text: string): string {
  const tokens = text.match(TOKEN) ?? [];
  if (tokens.join("").length !== text.replace(/"(?:[^"\\]|\\.)*"|\s+/g, (token) => (token.startsWith('"') ? token : "")).length) return text;
  let written = "";
  let depth = 0;
  const line = (): string => `\n${"  ".repeat(depth)}`;
  tokens.forEach((token, at) => {
    const next = tokens[at + 1];
    if (token === "{" || token === "[") {
      const isEmpty = next === "}" || next === "]";
      if (!isEmpty) depth++;
      written += token + (isEmpty ? "" : line());
    } else if (token === "}" || token === "]") {
      const before = tokens[at - 1];
      if (before !== "{" && before !== "[") {
        depth = Math.max(0, depth - 1);
        written += line();
      }
      written += token;
    } else if (token === ",") written += token + line();
    else if (token === ":") written += ": ";
    else written += token;
  });
  return written;
}

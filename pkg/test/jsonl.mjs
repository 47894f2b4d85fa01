// Reading JSON Lines without reading the values in them: a member's text as it stands in the file,
// because JSON.parse would turn 1.0 into 1 and round long numbers.

import { readFileSync } from "node:fs";

/** The lines of a file, split at line feeds only. */
export const linesOf = (file) => readFileSync(file, "utf8").split("\n").filter((line) => line !== "");

/** The text of a top-level member of the object that `line` holds; undefined when it has none. */
export function memberText(line, name) {
  let depth = 0;
  let key; // the top-level string read last, where a key may stand
  let start = -1; // where the value of the member begins
  for (let i = 0; i < line.length; i++) {
    const c = line[i];
    if (c === '"') {
      const from = i;
      for (i++; line[i] !== '"'; i++) if (line[i] === "\\") i++;
      if (depth === 1 && start < 0) key = line.slice(from, i + 1);
    } else if (c === "{" || c === "[") depth++;
    else if (c === ":" && depth === 1 && JSON.parse(key) === name) start = i + 1;
    else if (c === "}" || c === "]" || c === ",") {
      if (start >= 0 && (c === "," ? depth === 1 : depth === 1)) return line.slice(start, i).trim();
      if (c !== ",") depth--;
    }
  }
  return undefined;
}

// From nothing to the first verdict, in a process of its own: import, compile, judge. Prints milliseconds.

const [, , file, input] = process.argv;
const { readFileSync } = await import("node:fs");
const { schema, text } = JSON.parse(readFileSync(input, "utf8"));
const began = performance.now();
const { prepare } = await import(file);
(await prepare(schema)).text(text);
console.log(performance.now() - began);

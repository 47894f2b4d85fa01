// What is measured, in Node and in a page alike. Every figure is in microseconds unless its name says otherwise.

/** The time that a piece of work takes: the best of some rounds, each long enough for a coarse clock. */
function timed(work, rounds = 5, length = 2) {
  let repeats = 1;
  for (;;) {
    const began = performance.now();
    for (let at = 0; at < repeats; at++) work();
    const took = performance.now() - began;
    if (took >= length) break;
    repeats = Math.ceil(repeats * Math.max(2, (1.2 * length) / Math.max(took, 0.01)));
    if (repeats > 1e6) break;
  }
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    for (let at = 0; at < repeats; at++) work();
    best = Math.min(best, (performance.now() - began) / repeats);
  }
  return 1000 * best;
}

export const median = (numbers) => quantile(numbers, 0.5);
export function quantile(numbers, part) {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}

/** Loads what is to be compared, compiles each spec with each in turn, and judges its configurations. */
export async function measure(contenders, specs) {
  const found = Object.fromEntries(contenders.map(([name]) => [name, { first: [], valid: [], invalid: [], value: [], wrong: 0, whole: 0 }]));
  for (const { schema, configs } of specs) {
    for (const [name, { prepare }] of contenders) {
      const figures = found[name];
      // Compiled anew each time, with a text of its own, so that no cache answers.
      const firsts = [];
      for (let round = 0; round < 5; round++) {
        const text = schema.replace("{", `{"$comment":"${name} ${round}",`);
        const began = performance.now();
        (await prepare(text)).text(configs[0].text);
        firsts.push(performance.now() - began);
      }
      figures.first.push(1000 * Math.min(...firsts));
      const began = performance.now();
      const judge = await prepare(schema);
      for (const { text, valid } of configs) if (judge.text(text) !== valid) figures.wrong++;
      figures.whole += performance.now() - began;
      for (const { text, valid } of configs.filter(({ measured }) => measured)) {
        figures[valid ? "valid" : "invalid"].push(timed(() => judge.text(text)));
        if (!valid) continue;
        const value = JSON.parse(text);
        figures.value.push(timed(() => judge.value(value)));
      }
    }
  }
  return Object.entries(found).map(([name, { first, valid, invalid, value, wrong, whole }]) => {
    const all = [...valid, ...invalid];
    return {
      name,
      first: median(first),
      valid: median(valid),
      invalid: median(invalid),
      p99: quantile(all, 0.99),
      value: median(value),
      wholeMilliseconds: whole,
      wrong,
    };
  });
}

// Where connectors come from: the examples of this project, and what a person opens.

import lakeConfiguration from "../../../examples/lake/config.json?raw";
import lakeSpec from "../../../examples/lake/spec.yaml?raw";
import ordersMistakes from "../../../examples/orders/config-with-mistakes.json?raw";
import ordersConfiguration from "../../../examples/orders/config.json?raw";
import ordersSpec from "../../../examples/orders/spec.json?raw";
import stationsConfiguration from "../../../examples/stations/config.json?raw";
import stationsSpec from "../../../examples/stations/spec.json?raw";
import { fromYaml } from "./yaml.js";

/** A connector that can be configured. */
export interface Connector {
  /** The way to it in the address, below `configure`. */
  path: readonly string[];
  name: string;
  kind: "source" | "destination" | "connector";
  /** Its image, without and with its version. */
  repository?: string;
  version?: string;
  /** Its spec as JSON text. */
  spec: () => Promise<string>;
  /** Configurations to try it with. */
  samples: readonly { title: string; text: string }[];
}

export const EXAMPLES: readonly Connector[] = [
  {
    path: ["examples", "orders"],
    name: "Orders database",
    kind: "source",
    repository: "example/source-orders",
    spec: () => Promise.resolve(ordersSpec),
    samples: [
      { title: "A good configuration", text: ordersConfiguration },
      { title: "One with mistakes", text: ordersMistakes },
    ],
  },
  {
    path: ["examples", "stations"],
    name: "Weather stations",
    kind: "source",
    repository: "example/source-stations",
    spec: () => Promise.resolve(stationsSpec),
    samples: [{ title: "A good configuration", text: stationsConfiguration }],
  },
  {
    path: ["examples", "lake"],
    name: "Lake of files",
    kind: "destination",
    repository: "example/destination-lake",
    spec: () => fromYaml(lakeSpec),
    samples: [{ title: "A configuration to mend", text: lakeConfiguration }],
  },
];

export const samePath = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((part, at) => part === other[at]);

import { openStore } from "airbyte-db/store";

import { useStore } from "./use.js";

window.outcome = await useStore(openStore).catch(String);

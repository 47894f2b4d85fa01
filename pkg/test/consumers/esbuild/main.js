import * as airbyte from "airbyte-db";

import { use } from "../use.js";

use(airbyte).then((outcome) => (globalThis.outcome = outcome));

import * as airbyte from "/node_modules/airbyte-db/dist/index.js";
import { use } from "/use.js";

postMessage(await use(airbyte));

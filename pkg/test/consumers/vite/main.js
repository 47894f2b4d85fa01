import * as airbyte from "airbyte-db";
import { Subject } from "airbyte-db/rows";

import { use } from "../use.js";

window.outcome = [await use(airbyte), (await Subject.load("actor")).validate({}).valid].join();

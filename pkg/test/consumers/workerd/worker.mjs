import * as airbyte from "airbyte-db";
import { Subject } from "airbyte-db/rows";

import { use } from "../use.js";

export default {
  async fetch() {
    return new Response([await use(airbyte), (await Subject.load("actor")).validate({}).valid].join());
  },
};

import * as airbyte from "airbyte-db";
import { Subject } from "airbyte-db/rows";
import * as slim from "airbyte-db/slim";
import actor from "airbyte-db/schemas/actor.json" with { type: "json" };

import { use } from "../use.js";

console.log(await use(airbyte));
console.log((await Subject.load("actor")).validate({}).valid, actor.type, typeof slim.load);

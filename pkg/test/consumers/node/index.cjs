const airbyte = require("airbyte-db");

const { Subject } = require("airbyte-db/rows");
const actor = require("airbyte-db/schemas/actor.json");
const { use } = require("../use.js");

use(airbyte).then(console.log);
Subject.load("actor").then((subject) => console.log(subject.validate({}).valid, actor.type));

// Draws the form of the README, which the test has put into `dist`.
import { createRoot } from "react-dom/client";
import { ConnectorSpec } from "airbyte-db";

import { ConnectorForm } from "./dist/form.jsx";

const spec = await ConnectorSpec.load({
  properties: {
    port: { type: "integer", title: "Port" },
    credentials: {
      type: "object",
      required: ["client_id"],
      properties: { client_id: { type: "string", title: "Client ID" }, client_secret: { type: "string", airbyte_secret: true } },
    },
  },
});
const show = (configuration) => (document.querySelector("output").textContent = JSON.stringify(configuration));
const configuration = { credentials: { client_secret: "s3cret" } };

createRoot(document.querySelector("main")).render(<ConnectorForm spec={spec} configuration={configuration} onSave={show} />);
globalThis.outcome = "drawn";

import { lazy, Suspense } from "react";

import { Notice } from "../parts/Notice.js";
import { Waiting } from "../parts/Waiting.js";
import { Failsafe } from "./Failsafe.js";
import { Frame } from "./Frame.js";
import { linkTo, useRoute } from "./route.js";

// Each view is loaded when it is first opened: who configures a connector needs no SQLite.
const ConfigureView = lazy(() => import("../configure/ConfigureView.js"));
const ExploreView = lazy(() => import("../explore/ExploreView.js"));

export function App() {
  const { path, parameters } = useRoute();
  const [view = "configure", ...rest] = path;
  return (
    <Frame view={view}>
      <Failsafe key={view}>
        <Suspense fallback={<Waiting>Loading…</Waiting>}>
          {view === "configure" && <ConfigureView path={rest} parameters={parameters} />}
          {view === "explore" && <ExploreView path={rest} parameters={parameters} />}
          {view !== "configure" && view !== "explore" && <Nowhere />}
        </Suspense>
      </Failsafe>
    </Frame>
  );
}

const Nowhere = () => (
  <Notice tone="warn" title="There is nothing at this address">
    <a href={linkTo(["configure"])}>Configure a connector</a>, or <a href={linkTo(["explore"])}>explore a deployment</a>.
  </Notice>
);

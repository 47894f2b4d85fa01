import "./style/tokens.css";
import "./style/base.css";
import "./style/parts.css";

import { createRoot } from "react-dom/client";

import { App } from "./app/App.js";
import { applyTheme } from "./app/theme.js";

applyTheme();
const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);

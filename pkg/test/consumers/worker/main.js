const worker = new Worker("/worker/worker.js", { type: "module" });
worker.onmessage = ({ data }) => (window.outcome = data);
worker.onerror = ({ message }) => (window.outcome = message);

// A worker in a browser that keeps no files: what it would ask for is taken away before it starts.

delete StorageManager.prototype.getDirectory;
await import("/dist/store/worker.js");

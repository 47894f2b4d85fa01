// How a persistent store is called: its lock and channel, and its folder in the browser's file system.

export const scopeOf = (name: string): string => `airbyte-db/${name}`;

export const folderOf = (name: string): string => `airbyte-db/store-${encodeURIComponent(name)}`;

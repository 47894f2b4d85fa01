// Registries that a person wants kept, in the browser's own file system. They hold nothing secret.

const FOLDER = "registries";

const folder = async (): Promise<FileSystemDirectoryHandle> => (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });

export async function write(name: string, text: string): Promise<void> {
  const handle = await (await folder()).getFileHandle(encodeURIComponent(name), { create: true });
  const stream = await handle.createWritable();
  await stream.write(text);
  await stream.close();
}

/** None where the browser keeps nothing, such as in some private windows. */
export async function all(): Promise<{ name: string; file: File }[]> {
  try {
    const found: { name: string; file: File }[] = [];
    for await (const handle of (await folder()).values())
      if (handle.kind === "file") found.push({ name: decodeURIComponent(handle.name), file: await (handle as FileSystemFileHandle).getFile() });
    return found;
  } catch {
    return [];
  }
}

export async function remove(name: string): Promise<void> {
  await (await folder()).removeEntry(encodeURIComponent(name)).catch(() => undefined);
}

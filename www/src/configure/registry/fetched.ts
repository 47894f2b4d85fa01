// What a person asked for by its address: the only thing that the page ever fetches from elsewhere.

export interface Arrived {
  received: number;
  total: number | undefined;
}

export async function fetched(address: string, onProgress: (arrived: Arrived) => void): Promise<{ file: Blob; name: string }> {
  const { host, pathname } = new URL(address);
  const response = await asked(address, host);
  if (!response.ok || !response.body) throw new Error(`${host} answered ${response.status} ${response.statusText}`.trimEnd());
  const name = /\.ya?ml$/i.test(pathname) ? `${host}.yaml` : host;
  return { file: await collected(response, response.body, onProgress), name };
}

async function asked(address: string, host: string): Promise<Response> {
  try {
    return await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" });
  } catch (cause) {
    throw new Error(`${host} could not be asked. Either it is not there, or it does not let pages of others read it (CORS); then save the file and open it here.`, { cause });
  }
}

async function collected(response: Response, body: ReadableStream<Uint8Array<ArrayBuffer>>, onProgress: (arrived: Arrived) => void): Promise<Blob> {
  // Of a packed body the length is another.
  const packed = response.headers.has("content-encoding");
  const total = packed ? undefined : Number(response.headers.get("content-length")) || undefined;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let received = 0;
  for (const reader = body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return new Blob(parts);
    parts.push(value);
    received += value.byteLength;
    onProgress({ received, total });
  }
}

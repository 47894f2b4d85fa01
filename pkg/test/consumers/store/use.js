// What every page does with its store.

export async function useStore(openStore) {
  const store = await openStore({ name: "consumer", persistent: true });
  await store.clear();
  await store.sample({ jobs: 30 });
  const jobs = await store.count("jobs");
  await store.close();
  return `${jobs} jobs`;
}

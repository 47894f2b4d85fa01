export default function ExploreView(_: { path: readonly string[]; parameters: URLSearchParams }) {
  return <p>To come.</p>;
}

/** Bars beside their names, the longest first: text, so that everybody can read it. */
export interface Bar {
  name: string;
  note?: string;
  value: number;
  link?: string | undefined;
}

export function BarList({ title, bars, format, empty }: { title: string; bars: readonly Bar[]; format: (value: number) => string; empty: string }) {
  const most = Math.max(...bars.map(({ value }) => value), 1);
  return (
    <figure className="chart">
      <figcaption>
        <h2>{title}</h2>
      </figcaption>
      {bars.length === 0 && <p className="soft">{empty}</p>}
      <ul className="bar-list plain">
        {bars.map(({ name, note, value, link }) => (
          <li key={`${name} ${note ?? ""}`}>
            <span className="bar-name break">
              {link ? <a href={link}>{name}</a> : name} {note && <span className="soft small">{note}</span>}
            </span>
            <span className="bar-value">{format(value)}</span>
            <span className="bar-track" aria-hidden="true">
              <span style={{ width: `${(100 * value) / most}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
}

// A chart over days: bars one on top of the other, or lines. uPlot draws it on a canvas, which no screen reader sees, so the
// same numbers can be had as a table.

import "uplot/dist/uPlot.min.css";

import { useEffect, useRef, useState } from "react";
import uPlot from "uplot";

import { useTheme } from "../../app/theme.js";

export interface Series {
  title: string;
  /** A custom property of the styles. */
  colour: `--chart-${1 | 2 | 3 | 4}`;
  values: readonly (number | null)[];
}

interface DayChartProps {
  title: string;
  days: readonly string[];
  series: readonly Series[];
  kind: "bars" | "lines";
  format: (value: number) => string;
}

const HEIGHT = 200;
const DAY = 86_400;
/** Steps of an axis of seconds that people count in. */
const STEPS_OF_TIME = [1, 5, 15, 30, 60, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, DAY, 2 * DAY, 7 * DAY];

export function DayChart({ title, days, series, kind, format }: DayChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  useEffect(() => {
    const host = frame.current;
    if (!host) return undefined;
    const chart = new uPlot(options(host, series, kind, format), data(days, series, kind), host);
    const resized = new ResizeObserver(() => chart.setSize({ width: host.clientWidth, height: HEIGHT }));
    resized.observe(host);
    return () => {
      resized.disconnect();
      chart.destroy();
    };
    // The colours are those of the theme.
  }, [days, series, kind, format, theme]);
  return (
    <figure className="chart">
      <figcaption className="spread">
        <h2>{title}</h2>
        <ul className="legend plain">
          {series.map(({ title, colour }) => (
            <li key={title}>
              <span className={`swatch ${colour.slice(2)}`} aria-hidden="true" />
              {title}
            </li>
          ))}
        </ul>
      </figcaption>
      <div className="chart-frame" ref={frame} aria-hidden="true" />
      <AsTable title={title} days={days} series={series} format={format} />
    </figure>
  );
}

function AsTable({ title, days, series, format }: Omit<DayChartProps, "kind">) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="link-button small" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? "Hide the table" : "As a table"}
        <span className="unseen">: {title}</span>
      </button>
      {open && (
        <div className="table-frame low" tabIndex={0} role="region" aria-label={title}>
          <table className="grid">
            <thead>
              <tr>
                <th scope="col">Day</th>
                {series.map(({ title }) => (
                  <th key={title} scope="col" className="end">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {days.map((day, at) => (
                <tr key={day}>
                  <th scope="row">{day}</th>
                  {series.map(({ title, values }) => (
                    <td key={title} className="end">
                      {values[at] === null || values[at] === undefined ? "–" : format(values[at])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

/** Bars stand on those before them, so each is as high as all up to it; the highest is drawn first. */
function data(days: readonly string[], series: readonly Series[], kind: "bars" | "lines"): uPlot.AlignedData {
  const seconds = days.map((day) => Date.parse(`${day}T00:00:00Z`) / 1000);
  if (kind === "lines") return [seconds, ...series.map(({ values }) => [...values])];
  const sums = days.map(() => 0);
  const stacked = series.map(({ values }) => values.map((value, at) => (sums[at] = (sums[at] ?? 0) + (value ?? 0))));
  return [seconds, ...stacked.reverse()];
}

function options(host: HTMLElement, series: readonly Series[], kind: "bars" | "lines", format: (value: number) => string): uPlot.Options {
  const style = getComputedStyle(host);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const drawn = kind === "bars" ? series.toReversed() : series;
  const bars = uPlot.paths.bars?.({ size: [0.7, 24] });
  const axis: uPlot.Axis = {
    stroke: colour("--text-soft"),
    font: `12px ${style.fontFamily}`,
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
  };
  return {
    width: host.clientWidth,
    height: HEIGHT,
    tzDate: (stamp) => uPlot.tzDate(new Date(stamp * 1000), "Etc/UTC"),
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: kind === "lines" } },
    scales: {
      // Half a day on each side, so that the first and last bar are whole.
      x: { range: (_, first, last) => [first - DAY / 2, last + DAY / 2] },
      y: { range: (_, _least, most) => [0, Math.max(1, most * 1.08)] },
    },
    axes: [
      { ...axis, size: 30, incrs: [DAY, 2 * DAY, 5 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY], grid: { show: false }, values: (_, stamps) => stamps.map((stamp) => new Date(stamp * 1000).toISOString().slice(5, 10)) },
      { ...axis, size: 62, ...(kind === "lines" ? { incrs: STEPS_OF_TIME } : {}), values: (_, values) => values.map(format) },
    ],
    series: [
      {},
      ...drawn.map(({ title, colour: name }) => ({
        label: title,
        stroke: colour(name),
        width: kind === "bars" ? 0 : 2,
        points: { show: kind === "lines" && (series[0]?.values.length ?? 0) < 20 },
        ...(kind === "bars" && bars ? { fill: colour(name), paths: bars } : {}),
      })),
    ],
  };
}

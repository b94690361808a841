import "uplot/dist/uPlot.min.css";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import type { SeriesView } from "../../api/types.ts";
import { timeOfDay } from "../../text/words.ts";
import { type Chart as Drawn, formatted } from "./series.ts";

const HEIGHT = 150;
const FONT = "12px system-ui, sans-serif";
const color = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** A series over time, drawn by uPlot; colours are the page's, also after its theme has changed. */
const Chart = ({ drawn, series }: { drawn: Drawn; series: SeriesView }) => {
  const place = useRef<HTMLDivElement>(null);
  const said = useRef<HTMLParagraphElement>(null);
  const plot = useRef<uPlot>(undefined);
  const held = useRef({ drawn, series });
  held.current = { drawn, series };
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = new uPlot(optionsOf(held, said, element.clientWidth), dataOf(held.current.drawn), element);
    plot.current = made;
    const size = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    size.observe(element);
    const redraw = (): void => made.redraw(false, true);
    const theme = new MutationObserver(redraw);
    theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    const system = matchMedia("(prefers-color-scheme: dark)");
    system.addEventListener("change", redraw);
    return () => {
      size.disconnect();
      theme.disconnect();
      system.removeEventListener("change", redraw);
      made.destroy();
    };
  }, []);
  useEffect(() => plot.current?.setData(dataOf(drawn)), [drawn]);
  return (
    <div aria-hidden="true">
      <div ref={place} />
      <p ref={said} className="soft small plot-said" />
    </div>
  );
};
export default Chart;

const dataOf = ({ x, value, unusual, ahead }: Drawn): uPlot.AlignedData => [x, value, unusual, ahead];

function optionsOf(
  held: { readonly current: { drawn: Drawn; series: SeriesView } },
  said: { readonly current: HTMLElement | null },
  width: number,
): uPlot.Options {
  const say = (value: number): string => formatted(held.current.series, value);
  const axis: uPlot.Axis = {
    stroke: () => color("soft"),
    font: FONT,
    grid: { stroke: () => color("line"), width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height: HEIGHT,
    padding: [18, 34, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      x: { time: true, range: () => held.current.drawn.range.x },
      y: { range: () => held.current.drawn.range.y },
    },
    axes: [
      { ...axis, space: 80, size: 26, values: (_, at) => at.map((second) => timeOfDay(second * 1_000)) },
      { ...axis, space: 36, size: 64, values: (_, at) => at.map(say) },
    ],
    series: [
      {},
      { stroke: () => color("busy"), width: 1.5, points: { show: false } },
      {
        stroke: () => color("bad"),
        paths: () => null,
        points: { show: true, size: 8, width: 2, stroke: () => color("bad"), fill: () => color("bad-bg") },
      },
      { stroke: () => color("wait"), width: 1.5, dash: [5, 4], spanGaps: true, points: { show: false } },
    ],
    hooks: {
      drawClear: [
        (u) => {
          const { band, limit } = held.current.drawn;
          const { left, top, width: w, height: h } = u.bbox;
          const y = (value: number): number => Math.min(top + h, Math.max(top, u.valToPos(value, "y", true)));
          u.ctx.save();
          if (band) {
            u.ctx.fillStyle = color("busy-bg");
            u.ctx.fillRect(left, y(band.high), w, y(band.low) - y(band.high));
          }
          if (limit !== undefined) {
            u.ctx.strokeStyle = color("bad");
            u.ctx.lineWidth = 1.5 * devicePixelRatio;
            u.ctx.beginPath();
            u.ctx.moveTo(left, y(limit));
            u.ctx.lineTo(left + w, y(limit));
            u.ctx.stroke();
          }
          u.ctx.restore();
        },
      ],
      setCursor: [
        (u) => {
          const at = u.cursor.idx;
          const { x, value } = held.current.drawn;
          const [second, seen] = at === null || at === undefined ? [] : [x[at], value[at]];
          if (said.current)
            said.current.textContent =
              second === undefined || seen === null || seen === undefined
                ? ""
                : `${timeOfDay(second * 1_000)}: ${say(seen)}`;
        },
      ],
    },
  };
}

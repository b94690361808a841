import {
  Fragment,
  lazy,
  memo,
  type PropsWithChildren,
  Suspense,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { SeriesView } from "../../api/types.ts";
import { useNow } from "../../api/use-now.ts";
import { Boundary } from "../../ui/boundary.tsx";
import { Card, Empty, Section } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import { byConcern, chartOf, seriesWords } from "./series.ts";

const Chart = lazy(() => import("./chart.tsx"));
const SHOWN = 6;

/** How its metrics went: what is about to run out first. */
export const Metrics = ({ series }: { series: readonly SeriesView[] }) => {
  const [whole, setWhole] = useState(false);
  const sorted = byConcern(series);
  const shown = whole ? sorted : sorted.slice(0, SHOWN);
  return (
    <Section
      title="Metrics"
      id="metrics"
      side={
        series.length === 0 ? null : (
          <span className="soft small">
            shaded: usual · red rings: unusual · red line: limit · dashed: forecast
          </span>
        )
      }
    >
      {series.length === 0 ? (
        <Empty>No metric of it is remembered yet. Its entry in targets.yaml says which are looked at.</Empty>
      ) : (
        <div className="split">
          {shown.map((one) => (
            <One key={one.name} series={one} />
          ))}
        </div>
      )}
      {sorted.length > shown.length ? (
        <p>
          <button onClick={() => setWhole(true)}>{sorted.length - shown.length} more</button>
        </p>
      ) : null}
    </Section>
  );
};

const One = memo(({ series }: { series: SeriesView }) => {
  const drawn = useMemo(() => chartOf(series), [series]);
  return (
    <Card>
      <h3 className="plot-name">
        {series.name.split("_").map((part, at) => (
          <Fragment key={at}>
            {at > 0 ? "_" : ""}
            <wbr />
            <Said text={part} max={200} />
          </Fragment>
        ))}
      </h3>
      <Words series={series} />
      {series.points.length > 1 ? (
        <OnScreen>
          <Chart drawn={drawn} series={series} />
        </OnScreen>
      ) : null}
    </Card>
  );
});

const Words = ({ series }: { series: SeriesView }) => (
  <p className={`small ${series.exhaustsAt === undefined ? "soft" : "tone-bad"}`}>
    {seriesWords(series, useNow())}.
  </p>
);

/** Holds the place of a chart until somebody gets there: what draws it is not fetched before. */
const OnScreen = ({ children }: PropsWithChildren) => {
  const place = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!place.current) return;
    const eye = new IntersectionObserver(
      (found) => {
        if (found.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
      },
      { rootMargin: "200px" },
    );
    eye.observe(place.current);
    return () => eye.disconnect();
  }, []);
  return (
    <div ref={place} className="plot">
      {seen ? (
        <Boundary>
          <Suspense>{children}</Suspense>
        </Boundary>
      ) : null}
    </div>
  );
};

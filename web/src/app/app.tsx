import { type PropsWithChildren, Suspense, useEffect, useLayoutEffect } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { Boundary } from "../ui/boundary.tsx";
import { Lead } from "../ui/parts.tsx";
import { focusHeading, howArrived } from "./arrival.ts";
import { useTitle } from "./badge.ts";
import { routes } from "./routes.tsx";
import { Shell } from "./shell.tsx";

export const App = () => {
  const [location] = useLocation();
  // Who goes to another page is at its top; who comes back is where they were. Before a view goes to what the address points to.
  useLayoutEffect(() => {
    if (howArrived() === "go") scrollTo(0, 0);
  }, [location]);
  useEffect(() => (howArrived() === "load" ? undefined : focusHeading()), [location]);
  return (
    <Shell>
      <Boundary key={location} instead={faultSaid}>
        <Suspense fallback={<p className="starting">Loading …</p>}>
          <Switch>
            {routes.map(({ path, view: View }) => (
              <Route key={path} path={path}>
                {({ id = "" }: { id?: string }) => <View id={decoded(id)} />}
              </Route>
            ))}
            <Route path="/escalations">
              <Redirect to="/tasks?status=awaiting_approval,awaiting_human" replace />
            </Route>
            <Route>
              <Instead title="There is no such page">
                <p>Gradus has nothing at {location}.</p>
              </Instead>
            </Route>
          </Switch>
        </Suspense>
      </Boundary>
    </Shell>
  );
};

/** What is said in the place of a view. */
const Instead = ({ title, children }: PropsWithChildren<{ title: string }>) => {
  useTitle(title);
  return (
    <Lead tone="bad" icon="!" title={title}>
      {children}
    </Lead>
  );
};

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A fault of the page itself: said, with a way out; the rest of the page stays. */
const faultSaid = (fault: string) => (
  <div role="alert">
    <Instead title="This page has a fault">
      <p>{fault}</p>
      <p>Gradus itself goes on. After a new version the page must be loaded anew.</p>
      <button onClick={() => location.reload()}>Reload</button>
    </Instead>
  </div>
);

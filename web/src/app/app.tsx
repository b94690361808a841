import { Component, type PropsWithChildren, Suspense, useEffect } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { messageOf } from "../api/problem.ts";
import { routes } from "./routes.tsx";
import { Shell } from "./shell.tsx";

export const App = () => {
  const [location] = useLocation();
  // Who goes to another page is at its top, and who listens hears its heading.
  useEffect(() => {
    // Nothing is given back: newer browsers give a promise here, which is no clean-up.
    scrollTo(0, 0);
  }, [location]);
  return (
    <Shell>
      <Caught key={location}>
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
              <div className="lead">
                <div>
                  <h1>There is no such page</h1>
                  <p>Gradus has nothing at {location}.</p>
                </div>
              </div>
            </Route>
          </Switch>
        </Suspense>
      </Caught>
    </Shell>
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
class Caught extends Component<PropsWithChildren, { fault?: string }> {
  override state: { fault?: string } = {};
  static getDerivedStateFromError(error: unknown): { fault: string } {
    return { fault: messageOf(error) };
  }
  override render() {
    if (this.state.fault === undefined) return this.props.children;
    return (
      <div className="lead bad" role="alert">
        <div>
          <h1>This page has a fault</h1>
          <p>{this.state.fault}</p>
          <p>Gradus itself goes on. After a new version the page must be loaded anew.</p>
          <button onClick={() => location.reload()}>Reload</button>
        </div>
      </div>
    );
  }
}

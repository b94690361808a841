import "./settings.css";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useQueries } from "../../api/use-api.ts";
import { useTitle } from "../../app/badge.ts";
import { About } from "./about.tsx";
import { Kill } from "./kill.tsx";
import { Itself } from "./lead.tsx";
import { Limits, Windows } from "./limits.tsx";
import { Mailing } from "./mailing.tsx";
import { Models } from "./models.tsx";
import { Part } from "./part.tsx";
import { Preferences } from "./preferences.tsx";

/** How Gradus itself is, what holds it back, what it was started with, and what this reader likes. */
const Settings = () => {
  useTitle("Settings and health");
  const configuration = useQuery(useQueries().configuration());
  const isThere = configuration.data !== undefined;
  // A link to a part of this page, after the page has been put at its top.
  useEffect(() => {
    const part = document.getElementById(location.hash.slice(1));
    const timer = setTimeout(() => part?.scrollIntoView({ block: "start" }));
    return () => clearTimeout(timer);
  }, [isThere]);
  return (
    <div className="settings">
      <Itself />
      <div className="settings-parts">
        <Kill />
        <Part query={configuration}>
          {(of) => (
            <>
              <Limits of={of} />
              <Windows of={of} />
              <Models of={of} />
              <Mailing of={of} />
            </>
          )}
        </Part>
        <Preferences />
        <About />
      </div>
    </div>
  );
};
export default Settings;

import type { PropsWithChildren, ReactNode } from "react";
import { Card } from "../../ui/parts.tsx";

/** A card of the numbers: its heading, what leads on, and what it shows. */
export const Shown = ({ title, side, children }: PropsWithChildren<{ title: string; side?: ReactNode }>) => (
  <Card>
    <div className="row">
      <h3>{title}</h3>
      {side}
    </div>
    {children}
  </Card>
);

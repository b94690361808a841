import { Component, type PropsWithChildren, type ReactNode } from "react";
import { messageOf } from "../api/problem.ts";

/**
 * A fault of what is in it, or a part that could not be loaded, leaves what is around it as it is. In its place stands what
 * `instead` gives, else nothing.
 */
export class Boundary extends Component<
  PropsWithChildren<{ instead?: (fault: string) => ReactNode; onFault?: () => void }>,
  { fault?: string }
> {
  override state: { fault?: string } = {};
  static getDerivedStateFromError(error: unknown): { fault: string } {
    return { fault: messageOf(error) };
  }
  override componentDidCatch(): void {
    this.props.onFault?.();
  }
  override render(): ReactNode {
    const { fault } = this.state;
    return fault === undefined ? this.props.children : this.props.instead?.(fault);
  }
}

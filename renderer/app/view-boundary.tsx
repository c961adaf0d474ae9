import { Component, type ReactNode } from "react";
import { SafeText } from "../ui/safe-text.tsx";
import { FailedState } from "../ui/states.tsx";

interface ViewBoundaryProps {
  /** The view, as the analyst knows it. */
  readonly title: string;
  readonly children: ReactNode;
}

interface Failure {
  readonly error: unknown;
}

/** Keeps a failing view from taking the window with it. */
export class ViewBoundary extends Component<ViewBoundaryProps, { failure: Failure | null }> {
  override state: { failure: Failure | null } = { failure: null };

  static getDerivedStateFromError(error: unknown): { failure: Failure } {
    return { failure: { error } };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    const message = failure.error instanceof Error ? failure.error.message : String(failure.error);
    return (
      <FailedState
        title={`${this.props.title} could not be shown`}
        reason={<SafeText text={`This is a fault of Ringprint: ${message}`} mono={false} />}
        advice="What was read, your filter and the other views are kept. Load this view anew, or go to another one."
        action={{ title: "Load this view anew", run: () => this.setState({ failure: null }) }}
      />
    );
  }
}

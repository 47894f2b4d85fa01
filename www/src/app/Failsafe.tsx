// Where something breaks that should not, the page says so instead of going blank.

import { Component, type ReactNode } from "react";

import { Notice } from "../parts/Notice.js";

interface State {
  broken?: string;
}

export class Failsafe extends Component<{ children: ReactNode }, State> {
  override state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    // Only the kind: the message of an unforeseen error might quote what was typed.
    return { broken: error instanceof Error ? error.name : "an error" };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <Notice tone="bad" title="The page has a mistake">
        It came to a stop ({this.state.broken}). Load it again; if that does not help, tell us what you did.
      </Notice>
    );
  }
}

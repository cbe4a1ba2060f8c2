/** Draws a part again only when what it shows is another thing. */

import { Component, h, type FunctionComponent, type VNode } from "preact";

export function memo<P extends object>(Part: FunctionComponent<P>, same: (a: P, b: P) => boolean): FunctionComponent<P> {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      return !same(this.props as P, next);
    }
    override render(): VNode<object> {
      return h(Part as FunctionComponent<object>, this.props as P);
    }
  }
  return Memo as unknown as FunctionComponent<P>;
}

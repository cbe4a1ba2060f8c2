/** The words of the status board. */

import { t } from "../parts/words";
import type { Part, UnitState } from "./order";

const PARTS: Record<Part, () => string> = {
  car: () => t("Patrol cars"),
  guard: () => t("Guards"),
  shop: () => t("Shops on duty"),
  neighbour: () => t("Neighbours"),
};

const STATES: Record<UnitState, () => string> = {
  silent: () => t("Silent"),
  sent: () => t("Sent, no answer yet"),
  coming: () => t("On the way"),
  arrived: () => t("On scene"),
  expected: () => t("Not heard yet"),
  free: () => t("Free"),
  off: () => t("Off"),
};

export const part = (key: Part): string => PARTS[key]();
export const state = (key: UnitState): string => STATES[key]();

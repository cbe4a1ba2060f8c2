/** Why the office does not take a check-in; the same sentences as in web/duty_refusals.py. */

import { t } from "../parts/words";

const BECAUSE: Record<string, () => string> = {
  "not-open": () => t("Check in within the turn, or half an hour before it."),
  "old-position": () => t("The phone gave an old position. Step into the open and try again."),
  "wrong-code": () => t("The code is not the one of this post. It may have been renewed: ask the lead."),
  far: () => t("You are too far from the post. Go there, or use the code that hangs at it."),
};

export const dutyBecause = (key: string): string | null => BECAUSE[key]?.() ?? null;

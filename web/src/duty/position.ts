/** Where this phone is now, looked for afresh: an old place proves nothing. */

import { t } from "../parts/words";
import { say } from "./page";

const PATIENCE_MS = 15_000;

export interface Found {
  lat: number;
  lon: number;
  accuracy_m: number;
  fixed_at: string;
}

/** The place with its exactness; null when the phone does not say it, which is told at the form. */
export function look(form: HTMLFormElement): Promise<Found | null> {
  say(form, t("Looking where this phone is …"), true);
  return new Promise((done) => {
    const fail = () => {
      say(form, t("This phone does not say where it is. Allow it in the settings, or use the code at the post."), false);
      done(null);
    };
    if (!("geolocation" in navigator)) return fail();
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) => done({
        lat: coords.latitude, lon: coords.longitude, accuracy_m: Math.round(coords.accuracy), fixed_at: new Date(timestamp).toISOString(),
      }),
      fail,
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 0 },
    );
  });
}

/** A fix of this very minute, with how exact it is; what it is worth is said before it is sent. */

import { boot } from "../../parts/boot";
import { toPlan, type Point } from "../../plan/model";

export interface Fix {
  lat: number;
  lon: number;
  acc: number;
  at: string;
}

export function fixNow(patience: number): Promise<Fix | null> {
  return new Promise((done) => {
    const late = setTimeout(() => done(null), patience);
    const answer = (fix: Fix | null) => {
      clearTimeout(late);
      done(fix);
    };
    if (!("geolocation" in navigator)) return answer(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) => answer({ lat: coords.latitude, lon: coords.longitude, acc: Math.max(1, Math.round(coords.accuracy)), at: new Date(Math.min(timestamp, Date.now())).toISOString() }),
      () => answer(null),
      { enableHighAccuracy: true, timeout: patience, maximumAge: 0 },
    );
  });
}

export type Worth = { good: true } | { good: false; why: "coarse" | "far"; metres: number };

/** The same judgement as patrol/rules/rounds.py makes. */
export function worth(fix: Fix, spot: { x: number; y: number; radius_m: number }, frame = boot().market): Worth {
  const [x, y]: Point = toPlan(frame, fix.lat, fix.lon);
  const away = Math.hypot(x - spot.x, y - spot.y);
  if (fix.acc > spot.radius_m) return { good: false, why: "coarse", metres: Math.round(fix.acc) };
  return away > spot.radius_m ? { good: false, why: "far", metres: Math.round(away) } : { good: true };
}

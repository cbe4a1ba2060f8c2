/** Where this phone is, when it is asked and allowed to say. */

export interface Position {
  lat: number;
  lon: number;
  acc: number;
}

/** The same without a question: only where the phone was allowed to say it before. */
export async function whereIfAllowed(patience: number): Promise<Position | null> {
  const asked = await navigator.permissions?.query({ name: "geolocation" }).catch(() => null);
  return asked?.state === "granted" ? whereAmI(patience) : null;
}

export function whereAmI(patience: number): Promise<Position | null> {
  return new Promise((done) => {
    const late = setTimeout(() => done(null), patience);
    const answer = (position: Position | null) => {
      clearTimeout(late);
      done(position);
    };
    if (!("geolocation" in navigator)) return answer(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => answer({ lat: coords.latitude, lon: coords.longitude, acc: Math.round(coords.accuracy) }),
      () => answer(null),
      { enableHighAccuracy: true, timeout: patience, maximumAge: 30_000 },
    );
  });
}

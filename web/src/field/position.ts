/** Where this phone is, when it is asked and allowed to say. */

export interface Position {
  lat: number;
  lon: number;
  acc: number;
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

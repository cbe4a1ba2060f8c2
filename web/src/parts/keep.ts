/** Small choices of this screen, kept in this browser; a browser that refuses loses them, no more. */

export function kept(name: string): string | null {
  try {
    return localStorage.getItem(`patrol.${name}`);
  } catch {
    return null;
  }
}

export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`patrol.${name}`, value);
  } catch {
    // private windows refuse; the choice then lasts as long as the page
  }
}

/** A press that counts only when it is held: an SOS is never sent by a pocket. */

export const HOLD_MS = 1500;

export interface Hold {
  begin(at: number): void;
  end(): void;
  /** 0…1; at 1 it has fired, once. */
  share(at: number): number;
}

export function hold(fire: () => void, span = HOLD_MS): Hold {
  let began: number | null = null;
  let fired = false;
  return {
    begin(at) {
      began ??= at;
    },
    end() {
      began = null;
      fired = false;
    },
    share(at) {
      if (began === null) return 0;
      const share = Math.min(1, (at - began) / span);
      if (share >= 1 && !fired) {
        fired = true;
        fire();
      }
      return share;
    },
  };
}

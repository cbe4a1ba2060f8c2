/** Texts in the reader's language. English is the key; the page's `lang` chooses. */

type Values = Record<string, string | number>;

let words: Record<string, string> = {};

export function useWords(known: Record<string, string>): void {
  words = known;
}

/** Fetch the texts of a language before anything is drawn. English needs none. */
export async function loadWords(language: string, folder = "/static/words"): Promise<void> {
  if (language.startsWith("en")) return;
  const answer = await fetch(`${folder}/${language}.json`);
  if (answer.ok) useWords((await answer.json()) as Record<string, string>);
}

/** t("Sent to {place}", { place: "A-102" }) */
export function t(text: string, values: Values = {}): string {
  return fill(words[text] ?? text, values);
}

/** tn("{count} car", "{count} cars", 3) */
export function tn(one: string, many: string, count: number, values: Values = {}): string {
  const text = words[one] ?? (count === 1 ? one : many);
  return fill(text, { count, ...values });
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

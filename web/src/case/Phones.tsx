/** Whom to call when nobody moves. A person calls; the system never does. */

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { t } from "../parts/words";

interface Phone {
  name: string;
  number: string;
  note: string;
}

const phones = signal<Phone[] | null>(null);

export function Phones({ wanted, market }: { wanted: boolean; market: string }) {
  useEffect(() => {
    if (wanted && phones.value === null) void fetchPhones(market);
  }, [wanted, market]);
  if (!wanted) return null;
  return (
    <section class="phones" role="alert" aria-labelledby="phones-title">
      <h3 id="phones-title">{t("Nobody has moved: call somebody now")}</h3>
      <p>{t("If life is in danger, call 110, 119 or 120. The system calls nobody.")}</p>
      <ul>{(phones.value ?? []).map((phone) => <Line key={phone.number} phone={phone} />)}</ul>
      {phones.value?.length === 0 ? <p class="quiet small">{t("The phone list is empty: an administrator can fill it.")}</p> : null}
    </section>
  );
}

function Line({ phone }: { phone: Phone }) {
  return (
    <li>
      <span>{phone.name}{phone.note ? <span class="quiet small"> {phone.note}</span> : null}</span>
      <a class="button" href={`tel:${phone.number.replace(/[ -]/g, "")}`}>{phone.number}</a>
    </li>
  );
}

async function fetchPhones(market: string): Promise<void> {
  const answer = await fetch(`/api/v1/markets/${market}/phone-list`).catch(() => null);
  if (answer?.ok) phones.value = ((await answer.json()) as { items: Phone[] }).items;
}

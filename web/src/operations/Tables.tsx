/** Every process with what it holds, and every job with how it keeps its turns. */

import { dayAndTime } from "../parts/time";
import { t } from "../parts/words";
import { megabytes, seconds } from "./format";
import type { Job, Process } from "./shapes";

const LATE_WORTH_SHOWING_S = 5;

export function Processes({ rows }: { rows: Process[] }) {
  return (
    <section>
      <h2 id="processes">{t("Processes")}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="processes">
        <table class="table">
          <thead><tr><th scope="col">{t("Process")}</th><th scope="col">{t("Since")}</th><th scope="col" class="number">{t("Last sign")}</th><th scope="col" class="number">{t("Memory")}</th><th scope="col" class="number">{t("Open files")}</th></tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.part}>
                <th scope="row" class="mono">{row.part}</th>
                <td>{dayAndTime(row.started_at)}</td>
                <td class="number">{seconds(row.age_s)}</td>
                <td class="number">{row.rss === null ? "—" : megabytes(row.rss)}</td>
                <td class="number">{row.files ?? "—"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function Jobs({ rows }: { rows: Job[] }) {
  return (
    <section>
      <h2 id="jobs">{t("Jobs")}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-labelledby="jobs">
        <table class="table">
          <thead><tr><th scope="col">{t("Job")}</th><th scope="col" class="number">{t("Late")}</th><th scope="col" class="number">{t("Took")}</th><th scope="col" class="number">{t("Looked")}</th><th scope="col" class="number">{t("Did something")}</th><th scope="col" class="number">{t("Failed")}</th></tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.job}>
                <th scope="row" class="mono">{row.job}</th>
                <td class={`number${row.late_s > LATE_WORTH_SHOWING_S ? " low" : ""}`}>{seconds(row.late_s)}</td>
                <td class="number">{seconds(row.took_s)}</td>
                <td class="number">{row.looks}</td>
                <td class="number">{row.acts}</td>
                <td class={`number${row.failures ? " low" : ""}`}>{row.failures}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

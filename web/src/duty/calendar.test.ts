import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import text from "../../../docs/samples/duty.ics?raw";

describe("the sample calendar", () => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));

  it("is read by another library, with stable names and exact times", () => {
    expect(calendar.getFirstPropertyValue("refresh-interval")?.toString()).toBe("PT1H");
    expect(events.map((event) => event.uid)).toEqual([0, 1, 2].map((n) => `slot-${n.toString(16).padStart(20, "0")}@yunda.duty`));
    expect(events[0]?.startDate.toJSDate().toISOString()).toBe("2026-11-25T14:00:00.000Z");
    expect(events[0]?.duration.toSeconds()).toBe(8 * 3600);
    expect(events[0]?.summary).toBe("值班：夜班");
  });

  it("tells what moved away as cancelled with a raised number", () => {
    const states = events.map((event) => [event.component.getFirstPropertyValue("status"), event.sequence]);
    expect(states).toEqual([["CONFIRMED", 0], ["CONFIRMED", 0], ["CANCELLED", 2]]);
  });
});

import * as z from "zod";
import { count, policyForm, timeOfDay } from "./policy.ts";
import { isQuiet } from "./quiet-hours.ts";

const SHORTEST_QUARTER = 90;
/** Fewer to draw from would make the day no secret, holidays taken off. */
const FEWEST_DAYS = 20;

/** What is asked of a policy that is to be adopted. A rule added here leaves alone what was adopted before it. */
export const policySchema = policyForm
  .refine(({ parameters: { draw } }) => SHORTEST_QUARTER - (draw.days.from - 1) - draw.days.beforeEnd >= FEWEST_DAYS, {
    path: ["parameters", "draw", "days", "beforeEnd"],
    message: `与 from 合计去掉的日子太多，一个季度里可抽取的不足 ${FEWEST_DAYS} 天`,
    when: canRead({ draw: z.object({ days: z.object({ from: count, beforeEnd: count }) }) }),
  })
  .refine(({ parameters: { round } }) => round.ask < round.close, {
    path: ["parameters", "round", "close"],
    message: "应晚于 ask",
    when: canRead({ round: z.object({ ask: timeOfDay, close: timeOfDay }) }),
  })
  .refine(
    ({ parameters: { round, quietHours } }) =>
      [round.ask, ...round.reminders].every((time) => !isQuiet(quietHours, time)),
    {
      path: ["parameters", "quietHours"],
      message: "提问和提醒的时间不应在免打扰时段内",
      when: canRead({
        round: z.object({ ask: timeOfDay, reminders: z.array(timeOfDay) }),
        quietHours: z.object({ from: timeOfDay, until: timeOfDay }),
      }),
    },
  );

/** A rule is asked about what it looks at, whatever else is wrong, so that all faults are found at once. */
function canRead(parameters: z.ZodRawShape): (payload: { readonly value: unknown }) => boolean {
  const looked = z.object({ parameters: z.object(parameters) });
  return ({ value }) => looked.safeParse(value).success;
}

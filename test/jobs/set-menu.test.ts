import { expect, test } from "vitest";
import { setMenu } from "../../src/jobs/set-menu.ts";
import { aSender } from "../support/a-sender.ts";

test("the menu is put into the workspace once, however often the service starts", async () => {
  const { services, wecom } = await aSender(["m0"]);

  for (let start = 0; start < 3; start += 1) await setMenu(services);

  expect(wecom.record.calls("menu/create")).toHaveLength(1);
  expect(wecom.menu?.button).toHaveLength(3);
});

test("a menu that could not be set hinders nothing and is set at the next start", async () => {
  const { services, wecom } = await aSender(["m0"]);
  wecom.faults.errcode("menu/create", 48002);

  await setMenu(services);
  expect(wecom.menu).toBeUndefined();
  await setMenu(services);

  expect(wecom.menu?.button).toHaveLength(3);
});

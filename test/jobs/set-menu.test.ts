import { expect, test } from "vitest";
import { menu } from "../../src/chat/menu.ts";
import { setMenu } from "../../src/jobs/set-menu.ts";
import { aSender } from "../support/a-sender.ts";

test("the menu is put into the workspace once, however often the service starts", async () => {
  const { services, wecom } = await aSender(["m0"]);

  for (let start = 0; start < 3; start += 1) await setMenu(services, menu);

  expect(wecom.record.calls("menu/create")).toHaveLength(1);
  expect(wecom.menu?.button).toHaveLength(3);
});

test("a menu that could not be set hinders nothing and is set at the next start", async () => {
  const { services, wecom } = await aSender(["m0"]);
  wecom.faults.errcode("menu/create", 48002);

  await setMenu(services, menu);
  expect(wecom.menu).toBeUndefined();
  await setMenu(services, menu);

  expect(wecom.menu?.button).toHaveLength(3);
});

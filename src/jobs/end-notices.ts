import type { Services } from "../services.ts";

/** When a 公示 is over, asks the office to publish the closing 通报; what needs none is archived. */
export function endNotices(_services: Pick<Services, "db" | "now">): void {}

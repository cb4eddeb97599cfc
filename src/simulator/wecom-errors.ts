/** The errcodes this workspace gives (page 90313) and the words WeCom puts beside them. */
const MESSAGES: Readonly<Record<number, string>> = {
  [-1]: "system busy",
  40001: "invalid credential",
  40004: "invalid media type",
  40005: "invalid type",
  40006: "invalid media size",
  40007: "invalid media_id",
  40008: "invalid message type",
  40013: "invalid corpid",
  40014: "invalid access_token",
  40016: "invalid button size",
  40017: "invalid button type",
  40018: "invalid button name size",
  40019: "invalid button key size",
  40023: "invalid sub button size",
  40024: "invalid sub button type",
  40025: "invalid sub button name size",
  40026: "invalid sub button key size",
  40032: "invalid userid list size",
  40033: "invalid charset, \\uXXXX is not allowed",
  40035: "invalid parameter. Warning: wrong json format",
  40056: "invalid agentid",
  40058: "invalid Request Parameter",
  40123: "invalid image format",
  41001: "access_token missing",
  41002: "corpid missing",
  41004: "corpsecret missing",
  42001: "access_token expired",
  44001: "empty media data",
  44004: "empty content",
  45001: "media size out of limit",
  45009: "api freq out of limit",
  45033: "api concurrent out of limit",
  48006: "api forbidden for inactive agent",
  60003: "department not found",
  60020: "not allow to access from your ip",
  81013: "user & party & tag all invalid",
  82001: "all targets are empty",
  86001: "chatid missing",
  86003: "chatid not exist",
  86004: "invalid chat name",
  86006: "invalid chat member count",
  86207: "chat owner not in userlist",
  86215: "chatid existed",
  86216: "invalid chat member",
  93000: "invalid webhook url",
  93017: "empty image",
  93018: "image size out of limit",
  301002: "no permission to operate this agent",
  301019: "invalid image md5",
};

/** The workspace says no. What else the answer carries is in `extra`. */
export class Refusal extends Error {
  readonly errcode: number;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(errcode: number, extra: Readonly<Record<string, unknown>> = {}) {
    super(MESSAGES[errcode] ?? "error");
    this.name = "Refusal";
    this.errcode = errcode;
    this.extra = extra;
  }
}

/** Never to be matched upon; WeCom adds a hint and the source address for its own support. */
export function errmsg(refusal: Refusal, at: number, serial: number): string {
  const hint = `[${Math.floor(at / 1000)}_${serial}_${(serial * 2_654_435_761).toString(16)}]`;
  const more = `more info at https://open.work.weixin.qq.com/devtool/query?e=${refusal.errcode}`;
  return `${refusal.message}, hint: ${hint}, from ip: 127.0.0.1, ${more}`;
}

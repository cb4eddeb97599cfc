/** What goes over the wire to and from WeCom; shared with the simulator. */

/** Every answer below /cgi-bin. Failure is `errcode` present and not 0, whatever the HTTP status says. */
export interface WireAnswer {
  readonly errcode?: number;
  readonly errmsg?: string;
}

export interface TokenAnswer extends WireAnswer {
  readonly access_token?: string;
  readonly expires_in?: number;
}

/** POST /cgi-bin/message/send, page 90236. */
export interface MessageSendRequest {
  readonly touser: string;
  readonly msgtype: "text" | "image" | "file";
  readonly agentid: number;
  readonly text?: { readonly content: string };
  readonly image?: { readonly media_id: string };
  readonly file?: { readonly media_id: string };
  readonly enable_duplicate_check: 0 | 1;
  /** Seconds, at most 4 hours. */
  readonly duplicate_check_interval: number;
}

/** The lists are strings joined by `|`, accounts lower-cased. */
export interface MessageSendAnswer extends WireAnswer {
  readonly invaliduser?: string;
  readonly unlicenseduser?: string;
  readonly msgid?: string;
}

/** POST /cgi-bin/appchat/send, page 90248. */
export interface AppchatSendRequest {
  readonly chatid: string;
  readonly msgtype: "text" | "image" | "file";
  readonly text?: { readonly content: string };
  readonly image?: { readonly media_id: string };
  readonly file?: { readonly media_id: string };
}

/** POST /cgi-bin/webhook/send?key=, page 99110. */
export interface WebhookSendRequest {
  readonly msgtype: "text" | "image" | "file";
  readonly text?: { readonly content: string };
  readonly image?: { readonly base64: string; readonly md5: string };
  readonly file?: { readonly media_id: string };
}

export interface MediaUploadAnswer extends WireAnswer {
  readonly type?: string;
  readonly media_id?: string;
  readonly created_at?: string;
}

export interface DepartmentListAnswer extends WireAnswer {
  readonly department?: readonly { readonly id: number; readonly name: string; readonly parentid: number }[];
}

export interface UserListAnswer extends WireAnswer {
  readonly userlist?: readonly {
    readonly userid: string;
    readonly name: string;
    readonly department: readonly number[];
    readonly status?: number;
  }[];
}

export interface AgentAnswer extends WireAnswer {
  readonly agentid?: number;
  readonly name?: string;
  readonly close?: number;
}

/** POST /cgi-bin/menu/create?agentid=, page 90231. */
export interface MenuCreateRequest {
  readonly button: readonly {
    readonly name: string;
    readonly sub_button: readonly { readonly type: "click"; readonly name: string; readonly key: string }[];
  }[];
}

/** The envelope of a callback and the plain XML inside it, all values as text (MsgId is an opaque string). */
export interface PlainXml {
  readonly ToUserName: string;
  readonly FromUserName: string;
  readonly CreateTime: string;
  readonly MsgType: string;
  readonly AgentID?: string;
  readonly MsgId?: string;
  readonly Content?: string;
  readonly MediaId?: string;
  readonly PicUrl?: string;
  readonly Format?: string;
  readonly Event?: string;
  readonly EventKey?: string;
}

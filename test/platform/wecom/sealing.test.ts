import { randomBytes } from "node:crypto";
import { decrypt, encrypt } from "@wecom/crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { seal, unseal } from "../../../src/platform/wecom/sealing.ts";
import { keys } from "./sealed.ts";

const text = fc.string({ unit: "grapheme", maxLength: 400 });
const receiveId = fc.string({ unit: "grapheme-ascii", maxLength: 40 });

test("what is sealed here is what the platform's own library seals, byte for byte", () => {
  fc.assert(
    fc.property(text, receiveId, (message, id) => {
      const random = randomBytes(16);

      expect(seal(keys.encodingAesKey, message, id, random)).toBe(encrypt(keys.encodingAesKey, message, id, random));
    }),
  );
});

test("each opens what the other has sealed", () => {
  fc.assert(
    fc.property(text, receiveId, (message, id) => {
      const ours = seal(keys.encodingAesKey, message, id, randomBytes(16));
      const theirs = encrypt(keys.encodingAesKey, message, id);

      expect(decrypt(keys.encodingAesKey, ours)).toMatchObject({ message, id });
      expect(unseal(keys.encodingAesKey, Buffer.from(theirs, "base64"))).toEqual({ message, receiveId: id });
    }),
  );
});

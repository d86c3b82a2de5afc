package dev.gatehouse.app.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/** What a server answered. */
record Reply(int status, HttpHeaders headers, JsonNode json) {
  String text(String member) {
    return json.path(member).asText();
  }

  /** The code of a problem; empty in any other answer. */
  String code() {
    return text("code");
  }

  Tokens tokens() {
    if (!text("refresh_token").startsWith("gtr_")) {
      throw new AssertionError("no tokens: " + this);
    }
    return new Tokens(text("access_token"), text("refresh_token"));
  }

  /** What a bearer client holds. */
  record Tokens(String access, String refresh) {
    /** The header of the access token, which names its key. */
    String header() {
      return access.substring(0, access.indexOf('.'));
    }
  }
}

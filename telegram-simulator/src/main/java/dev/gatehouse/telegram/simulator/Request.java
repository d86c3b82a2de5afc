package dev.gatehouse.telegram.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What was asked. */
final class Request {
  private static final int MOST_BYTES = 1 << 20;

  /** Of a body that is too long: a client that is still writing when the connection is cut may never read why. */
  private static final int SWALLOWED_BYTES = 8 << 20;

  private final HttpExchange exchange;
  private final byte[] body;

  private Request(HttpExchange exchange, byte[] body) {
    this.exchange = exchange;
    this.body = body;
  }

  static Request read(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      exchange.getRequestBody().readNBytes(SWALLOWED_BYTES);
      throw new Refusal(413, "too long");
    }
    return new Request(exchange, body);
  }

  String method() {
    return exchange.getRequestMethod();
  }

  boolean post() {
    return method().equals("POST");
  }

  String path() {
    return exchange.getRequestURI().getPath();
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  Map<String, String> query() {
    return form(Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
  }

  Map<String, String> form() {
    return form(text());
  }

  boolean isForm() {
    return type().startsWith("application/x-www-form-urlencoded");
  }

  boolean isJson() {
    return type().startsWith("application/json");
  }

  private String type() {
    return header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
  }

  /** The body as an object of JSON. */
  JsonNode json() {
    if (!isJson()) {
      throw new Refusal(415, "application/json is expected");
    }
    try {
      return Json.MAPPER.readTree(text()) instanceof ObjectNode object ? object : Json.object();
    } catch (JsonProcessingException e) {
      throw new Refusal(400, "no JSON", e);
    }
  }

  private String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  static Map<String, String> form(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String pair : List.of(text.split("&", -1))) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "no such encoding", e);
    }
  }
}

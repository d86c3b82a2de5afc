package dev.gatehouse.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a handler answers when it goes well. A record as body becomes JSON. */
final class Answer {
  static final String JSON = "application/json";
  static final String HTML = "text/html; charset=utf-8";
  static final String TEXT = "text/plain; charset=utf-8";

  private final int status;
  private final String contentType;
  private final byte[] body;
  private final Map<String, String> headers = new TreeMap<>();
  private final List<Cookie> cookies = new ArrayList<>();

  private Answer(int status, String contentType, byte[] body) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
  }

  static Answer of(int status, Record view) {
    return new Answer(status, JSON, Json.write(view));
  }

  static Answer ok(Record view) {
    return of(200, view);
  }

  static Answer list(List<? extends Record> views) {
    return new Answer(200, JSON, Json.write(views));
  }

  static Answer empty(int status) {
    return new Answer(status, "", new byte[0]);
  }

  /** Sends the browser on, be it to another origin; whoever calls has checked where. */
  static Answer redirect(String to) {
    return empty(302).header("Location", to);
  }

  /** Text of some other kind than a view. */
  static Answer content(String contentType, String text) {
    return new Answer(200, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Over the header of that name that every answer has. */
  Answer header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  Answer cookie(Cookie cookie) {
    cookies.add(cookie);
    return this;
  }

  Answer cookies(List<Cookie> some) {
    cookies.addAll(some);
    return this;
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  byte[] body() {
    return body;
  }

  Map<String, String> headers() {
    return headers;
  }

  List<Cookie> cookies() {
    return cookies;
  }
}

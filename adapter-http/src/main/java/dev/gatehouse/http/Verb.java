package dev.gatehouse.http;

import io.javalin.http.HandlerType;

/** The methods (RFC 9110, 9.3; RFC 5789) that routes have. {@code HEAD} comes with {@code GET}. */
enum Verb {
  GET,
  POST,
  PUT,
  PATCH,
  DELETE;

  HandlerType type() {
    return switch (this) {
      case GET -> HandlerType.GET;
      case POST -> HandlerType.POST;
      case PUT -> HandlerType.PUT;
      case PATCH -> HandlerType.PATCH;
      case DELETE -> HandlerType.DELETE;
    };
  }

  /** RFC 9110, 9.2.1. */
  boolean safe() {
    return this == GET;
  }

  boolean hasBody() {
    return this != GET;
  }
}

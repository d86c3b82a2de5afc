package dev.gatehouse.telegram.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is answered; a status of 0 is none: the connection ends. */
record Answer(int status, Map<String, String> headers, String body) {
  static Answer json(int status, JsonNode body) {
    return of(status, "application/json", body.toString());
  }

  static Answer of(int status, String type, String body) {
    return new Answer(status, Map.of("Content-Type", type), body);
  }

  static Answer redirect(String location) {
    return new Answer(303, Map.of("Location", location), "");
  }

  static Answer none() {
    return new Answer(0, Map.of(), "");
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, body);
  }
}

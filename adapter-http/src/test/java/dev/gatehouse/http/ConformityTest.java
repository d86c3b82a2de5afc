package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The judge of all answers, judged: each good answer passes, and with any one thing wrong it does not. */
class ConformityTest {
  private static final String HEALTH = "/health";
  private static final String DEVICES = "/api/v1/auth/devices";
  private static final String DEVICE = """
      {"device_id":"0199aa01-0000-7000-8000-00000000beef","name":"n","platform":"p","client":"c","ip_address":"::1",
      "user_agent":"u","created_at":"2026-11-20T12:00:00Z","last_used_at":"2026-11-20T12:00:00Z","is_current":true,"acr":"aal1"}""";

  private static Conformity conformity;

  @BeforeAll
  static void read() {
    try (Node node = Node.production()) {
      conformity = Conformity.to(node.call("GET", "/openapi.json").send().body());
    }
  }

  private static Map<String, List<String>> headers(String contentType) {
    Map<String, List<String>> headers = new HashMap<>();
    for (String name : List.of(
        "X-Content-Type-Options",
        "X-Frame-Options",
        "Referrer-Policy",
        "Content-Security-Policy",
        "Cross-Origin-Opener-Policy",
        "Cross-Origin-Resource-Policy",
        "Permissions-Policy",
        "Cache-Control",
        "WWW-Authenticate",
        "Retry-After")) {
      headers.put(name, List.of("1"));
    }
    headers.put("x-request-id", List.of("id"));
    headers.put("Content-Type", List.of(contentType));
    return headers;
  }

  private static void judge(
      String method, String path, int status, Map<String, List<String>> headers, String body) {
    conformity.check(method, path, status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void json(String method, String path, int status, String body) {
    judge(method, path, status, headers("application/json"), body);
  }

  private static void problem(String path, int status, String code, String more) {
    judge(
        "GET", path, status, headers("application/problem+json"), problemText(status, code, more));
  }

  private static String problemText(int status, String code, String more) {
    return "{\"type\":\"urn:gatehouse:problem:"
        + code.toLowerCase(java.util.Locale.ROOT).replace('_', '-')
        + "\",\"title\":\"t\",\"status\":" + status + ",\"instance\":\"id\",\"code\":\"" + code
        + "\"" + more
        + "}";
  }

  private static void refused(Runnable judged) {
    assertThatExceptionOfType(AssertionError.class).isThrownBy(judged::run);
  }

  @Test
  void a_good_answer_passes() {
    json("GET", HEALTH, 200, "{\"status\":\"up\"}");
    judge("HEAD", HEALTH, 200, headers("application/json"), "");
    json("GET", DEVICES + "?x=1", 200, "{\"devices\":[" + DEVICE + "],\"total\":1}");
    json("GET", "/realms/shop" + DEVICES, 200, "{\"devices\":[],\"total\":0}");
    problem(DEVICES, 401, "TOKEN_REQUIRED", "");
    problem("/nowhere", 404, "NOT_FOUND", ",\"detail\":\"d\"");
    judge("POST", "/api/v1/auth/logout", 204, headers(""), "");
  }

  @Test
  void a_status_that_the_route_does_not_list_is_refused() {
    refused(() -> json("GET", HEALTH, 201, "{\"status\":\"up\"}"));
    refused(() -> problem(HEALTH, 423, "LOCKED_OUT", ""));
    refused(() -> judge("HEAD", HEALTH, 401, headers("application/json"), ""));
    refused(() -> judge("GET", DEVICES, 304, headers(""), ""));
  }

  @Test
  void a_failure_that_nobody_caused_is_refused() {
    Map<String, List<String>> headers = headers("application/problem+json");
    byte[] body = problemText(500, "INTERNAL_ERROR", "").getBytes(StandardCharsets.UTF_8);
    refused(() -> conformity.check("GET", HEALTH, 500, headers, body));
    conformity.checkBroken("GET", HEALTH, 500, headers, body);
    refused(() -> conformity.checkBroken(
        "GET",
        HEALTH,
        200,
        headers("application/json"),
        "{\"status\":\"up\"}".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void another_kind_of_content_is_refused_and_so_is_a_body_too_many_or_too_few() {
    refused(() -> judge("GET", HEALTH, 200, headers("text/plain"), "{\"status\":\"up\"}"));
    refused(() -> judge("GET", HEALTH, 200, headers("application/json"), ""));
    refused(() -> judge("HEAD", HEALTH, 200, headers("application/json"), "{\"status\":\"up\"}"));
    refused(() -> json("POST", "/api/v1/auth/logout", 204, "{}"));
    refused(() -> judge(
        "GET", DEVICES, 401, headers("application/json"), problemText(401, "TOKEN_REQUIRED", "")));
  }

  @Test
  void another_shape_is_refused_at_any_depth() {
    refused(() -> json("GET", HEALTH, 200, "{}"));
    refused(() -> json("GET", HEALTH, 200, "{\"status\":1}"));
    refused(() -> json("GET", HEALTH, 200, "{\"status\":\"up\",\"more\":1}"));
    refused(() -> json("GET", HEALTH, 200, "[]"));
    refused(() -> json("GET", HEALTH, 200, "{"));
    for (String wrong : List.of(
        DEVICE.replace("\"acr\":\"aal1\"", "\"acr\":\"aal1\",\"secret\":\"x\""),
        DEVICE.replace(",\"acr\":\"aal1\"", ""),
        DEVICE.replace("0199aa01-0000", "0199aa01"),
        DEVICE.replace("2026-11-20T12:00:00Z", "yesterday"),
        DEVICE.replace("true", "null"))) {
      refused(() -> json("GET", DEVICES, 200, "{\"devices\":[" + wrong + "],\"total\":1}"));
    }
  }

  @Test
  void a_problem_that_is_not_the_route_s_or_contradicts_itself_is_refused() {
    refused(() -> problem(DEVICES, 401, "CREDENTIALS_REJECTED", ""));
    refused(() -> problem(DEVICES, 401, "TOKEN_REQUIRED", ",\"stack_trace\":\"x\""));
    refused(() -> problem(DEVICES, 401, "TOKEN_REQUIRED", ",\"retry_after\":2"));
    for (String wrong : List.of(
        problemText(400, "TOKEN_REQUIRED", ""),
        problemText(401, "TOKEN_REQUIRED", "").replace("token-required", "other"),
        problemText(401, "TOKEN_REQUIRED", "").replace("\"id\"", "\"another\""))) {
      refused(() -> judge("GET", DEVICES, 401, headers("application/problem+json"), wrong));
    }
  }

  @Test
  void what_is_in_no_document_may_answer_problems_only() {
    refused(() -> json("GET", "/nowhere", 200, "{\"status\":\"up\"}"));
    refused(() -> json("GET", "/realms/shop/health", 200, "{\"status\":\"up\"}"));
    refused(() -> json("GET", "/nowhere", 404, "{\"status\":404}"));
    refused(() -> judge("DELETE", HEALTH, 204, headers(""), ""));
    refused(() -> judge("OPTIONS", HEALTH, 204, headers(""), ""));
  }

  @Test
  void an_answer_without_what_all_have_is_refused() {
    for (String name : headers("").keySet()) {
      Map<String, List<String>> without = headers("application/problem+json");
      without.remove(name);
      if (!name.equals("Retry-After")) {
        refused(() -> judge("GET", DEVICES, 401, without, problemText(401, "TOKEN_REQUIRED", "")));
      }
      refusedThrottled(without, name);
    }
    Map<String, List<String>> talkative = headers("application/json");
    talkative.put("Server", List.of("Jetty"));
    refused(() -> judge("GET", HEALTH, 200, talkative, "{\"status\":\"up\"}"));
  }

  private static void refusedThrottled(Map<String, List<String>> without, String name) {
    if (!name.equals("WWW-Authenticate")) {
      refused(() ->
          judge("POST", "/api/v1/auth/refresh", 429, without, problemText(429, "THROTTLED", "")));
    }
  }
}

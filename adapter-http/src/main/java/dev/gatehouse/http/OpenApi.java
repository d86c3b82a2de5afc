package dev.gatehouse.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The OpenAPI 3.1 document of a table of routes. */
final class OpenApi {
  private static final Set<Integer> ANYWHERE = Set.of(400, 403, 404, 421, 500, 503);
  private static final Set<Integer> WITH_BODY = Set.of(413, 415, 422);

  private final Schemas schemas = new Schemas();
  private final List<Route> routes;
  private final URI publicUrl;

  OpenApi(List<Route> routes, URI publicUrl) {
    this.routes = routes;
    this.publicUrl = publicUrl;
  }

  ObjectNode document() {
    ObjectNode document = Json.object().put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Gatehouse")
        .put("version", "1")
        .put(
            "description",
            "Identities, sessions and tokens. Every answer has an X-Request-ID; every error is a problem after RFC 9457.");
    document.set("servers", servers());
    ObjectNode paths = document.putObject("paths");
    for (Route route : routes) {
      ObjectNode item = paths.withObjectProperty(route.path());
      item.set(route.verb().name().toLowerCase(Locale.ROOT), operation(route));
    }
    ObjectNode components = document.putObject("components");
    components.set("securitySchemes", securitySchemes());
    schemas.of(ProblemView.class);
    components.set("schemas", schemas.components());
    return document;
  }

  private ArrayNode servers() {
    ArrayNode servers = Json.object().arrayNode();
    String base = publicUrl.toString().replaceAll("/$", "");
    servers.addObject().put("url", base);
    ObjectNode ofRealm = servers.addObject().put("url", base + "/realms/{realm}");
    ofRealm
        .put("description", "the same routes below /api and /.well-known, of another realm")
        .putObject("variables")
        .putObject("realm")
        .put("default", "default");
    return servers;
  }

  private static ObjectNode securitySchemes() {
    ObjectNode schemes = Json.object();
    schemes
        .putObject("bearer")
        .put("type", "http")
        .put("scheme", "bearer")
        .put("bearerFormat", "JWT");
    schemes
        .putObject("cookie")
        .put("type", "apiKey")
        .put("in", "cookie")
        .put("name", "access_token")
        .put("description", "behind the cookie namespace of the realm");
    return schemes;
  }

  private ObjectNode operation(Route route) {
    ObjectNode operation =
        Json.object().put("operationId", id(route)).put("summary", route.summary());
    operation.put("description", "Access: " + route.access().whom() + ".");
    if (route.access() == Access.SIGNED_IN) {
      ArrayNode security = operation.putArray("security");
      security.addObject().putArray("bearer");
      security.addObject().putArray("cookie");
    }
    parameters(route, operation);
    if (!route.body().none()) {
      ObjectNode body =
          operation.putObject("requestBody").put("required", route.body().needed());
      body.putObject("content").putObject(Answer.JSON).set("schema", Schemas.of(route.body()));
    }
    operation.set("responses", responses(route));
    return operation;
  }

  private static void parameters(Route route, ObjectNode operation) {
    ArrayNode parameters = Json.object().arrayNode();
    if (route.path().contains("{id}")) {
      parameters
          .addObject()
          .put("name", "id")
          .put("in", "path")
          .put("required", true)
          .putObject("schema")
          .put("type", "string");
    }
    for (Field field : route.query()) {
      ObjectNode parameter = parameters.addObject().put("name", field.name()).put("in", "query");
      parameter.put("description", field.about());
      parameter.putObject("schema").put("type", "string").put("maxLength", field.most());
    }
    if (!parameters.isEmpty()) {
      operation.set("parameters", parameters);
    }
  }

  private ObjectNode responses(Route route) {
    ObjectNode responses = Json.object();
    Route.Reply reply = route.reply();
    ObjectNode success =
        responses.putObject(Integer.toString(reply.status())).put("description", "as asked");
    if (!reply.contentType().isEmpty()) {
      ObjectNode media = success.putObject("content").putObject(bare(reply.contentType()));
      reply
          .view()
          .ifPresent(
              view -> media.set("schema", reply.list() ? schemas.listOf(view) : schemas.of(view)));
    }
    problems(route)
        .forEach((status, codes) ->
            problem(responses.putObject(status.toString()), String.join(", ", codes)));
    return responses;
  }

  /** By status, the codes that the route names. */
  private static Map<Integer, Set<String>> problems(Route route) {
    Map<Integer, Set<String>> problems = new TreeMap<>();
    ANYWHERE.forEach(status -> problems.put(status, new TreeSet<>()));
    if (!route.body().none()) {
      WITH_BODY.forEach(status -> problems.put(status, new TreeSet<>()));
    }
    if (route.access() == Access.SIGNED_IN || route.access() == Access.OPERATIONS) {
      problems.put(401, new TreeSet<>(Set.of("TOKEN_REQUIRED", "TOKEN_REJECTED")));
    }
    route
        .problems()
        .forEach(code -> problems
            .computeIfAbsent(RefusalTable.status(code), status -> new TreeSet<>())
            .add(code));
    problems.forEach((status, codes) -> {
      if (codes.isEmpty()) {
        codes.add(Fault.of(status).name());
      }
    });
    return problems;
  }

  private void problem(ObjectNode response, String codes) {
    response.put("description", codes);
    response
        .putObject("content")
        .putObject(Problem.CONTENT_TYPE)
        .set("schema", schemas.of(ProblemView.class));
  }

  private static String bare(String contentType) {
    return contentType.replaceAll(";.*", "");
  }

  /** {@code post_auth_login}. */
  private static String id(Route route) {
    String path = route.path().replaceFirst("^/api/v1", "").replaceAll("[^A-Za-z0-9]+", "_");
    return (route.verb() + path).toLowerCase(Locale.ROOT).replaceAll("_+$", "");
  }
}

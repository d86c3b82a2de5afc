package dev.gatehouse.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.domain.refusal.Refusal;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The OpenAPI 3.1 document of a table of routes. */
final class OpenApi {
  private static final Pattern PARAMETER = Pattern.compile("\\{([a-z_]+)}");

  private final Schemas schemas = new Schemas();
  private final List<Route> routes;
  private final HttpServer.Settings settings;

  OpenApi(List<Route> routes, HttpServer.Settings settings) {
    this.routes = routes;
    this.settings = settings;
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
    document.putArray("servers").addObject().put("url", base());
    ObjectNode paths = document.putObject("paths");
    for (Route route : routes) {
      ObjectNode item = paths.withObjectProperty(route.path());
      if (route.ofRealm()) {
        item.set("servers", serversOfRealm());
      }
      item.set(route.verb().name().toLowerCase(Locale.ROOT), operation(route));
    }
    ObjectNode components = document.putObject("components");
    components.set("securitySchemes", securitySchemes());
    schemas.of(ProblemView.class);
    components.set("schemas", schemas.components());
    return document;
  }

  private String base() {
    return settings.publicUrl().toString().replaceAll("/$", "");
  }

  private ArrayNode serversOfRealm() {
    ArrayNode servers = Json.object().arrayNode();
    servers.addObject().put("url", base());
    servers
        .addObject()
        .put("url", base() + "/realms/{realm}")
        .put("description", "the same route, of the realm that is named")
        .putObject("variables")
        .putObject("realm")
        .put("default", key(usual()));
    return servers;
  }

  /** The default realm, or whichever is first. */
  private HttpServer.RealmDoor usual() {
    return settings.realms().stream()
        .filter(door -> settings.defaultRealm().equals(Optional.of(key(door))))
        .findFirst()
        .orElseGet(() -> settings.realms().get(0));
  }

  private static String key(HttpServer.RealmDoor door) {
    return door.realm().key().value();
  }

  private ObjectNode securitySchemes() {
    ObjectNode schemes = Json.object();
    schemes
        .putObject("bearer")
        .put("type", "http")
        .put("scheme", "bearer")
        .put("bearerFormat", "JWT");
    HttpServer.RealmDoor door = usual();
    schemes
        .putObject("cookie")
        .put("type", "apiKey")
        .put("in", "cookie")
        .put(
            "name",
            new Cookies(door.cookieNamespace(), "", List.of(), settings.embedded()).access())
        .put(
            "description",
            "of the realm " + key(door) + "; every realm has a cookie namespace of its own");
    schemes
        .putObject("ticket")
        .put("type", "http")
        .put("scheme", "bearer")
        .put("description", "the tfa_token of a sign-in for which something is due");
    schemes
        .putObject("ticket_cookie")
        .put("type", "apiKey")
        .put("in", "cookie")
        .put(
            "name",
            new Cookies(door.cookieNamespace(), "", List.of(), settings.embedded()).ticket());
    schemes
        .putObject("operations")
        .put("type", "http")
        .put("scheme", "bearer")
        .put("description", "the metrics token of who runs the server");
    schemes
        .putObject("bot")
        .put("type", "apiKey")
        .put("in", "header")
        .put("name", Guards.BOT_SECRET)
        .put("description", "the secret of the realm's bot");
    schemes
        .putObject("webhook")
        .put("type", "apiKey")
        .put("in", "header")
        .put("name", Webhook.SECRET)
        .put("description", "the secret that Telegram was told");
    schemes
        .putObject("service")
        .put("type", "http")
        .put("scheme", "basic")
        .put("description", "the name and secret of another service");
    return schemes;
  }

  private ObjectNode operation(Route route) {
    ObjectNode operation =
        Json.object().put("operationId", id(route)).put("summary", route.summary());
    operation.put("description", "Access: " + route.access().whom() + ".");
    operation.put("x-access", route.access().name());
    if (route.reply().signsIn()) {
      operation.put("x-signs-in", true);
    }
    if (route.acts()) {
      operation.put("x-no-head", true);
    }
    if (route.access().signedIn() || route.access().ticket()) {
      ArrayNode security = operation.putArray("security");
      if (route.access().signedIn()) {
        security.addObject().putArray("bearer");
        security.addObject().putArray("cookie");
      }
      if (route.access().ticket()) {
        security.addObject().putArray("ticket");
        security.addObject().putArray("ticket_cookie");
      }
    } else if (route.access() == Access.OPERATIONS) {
      operation.putArray("security").addObject().putArray("operations");
    } else if (route.access() == Access.BOT_SECRET) {
      operation.putArray("security").addObject().putArray("bot");
    } else if (route.access() == Access.WEBHOOK) {
      operation.putArray("security").addObject().putArray("webhook");
    } else if (route.access() == Access.SERVICE) {
      operation.putArray("security").addObject().putArray("service");
    }
    parameters(route, operation);
    if (!route.body().none()) {
      ObjectNode body =
          operation.putObject("requestBody").put("required", route.body().needed());
      body.putObject("content")
          .putObject(route.body().mediaType())
          .set("schema", Schemas.of(route.body()));
    }
    operation.set("responses", responses(route));
    return operation;
  }

  private static void parameters(Route route, ObjectNode operation) {
    ArrayNode parameters = Json.object().arrayNode();
    for (String name : names(route.path())) {
      parameters
          .addObject()
          .put("name", name)
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
    if (choosesTransport(route)) {
      ObjectNode header = parameters
          .addObject()
          .put("name", "X-Auth-Transport")
          .put("in", "header")
          .put(
              "description",
              "how tokens travel: in cookies for browsers and in the body for all others, unless said");
      header
          .putObject("schema")
          .put("type", "string")
          .putArray("enum")
          .add("cookie")
          .add("bearer");
    }
    if (!parameters.isEmpty()) {
      operation.set("parameters", parameters);
    }
  }

  /** Of the parameters in a path. */
  private static List<String> names(String path) {
    return PARAMETER.matcher(path).results().map(found -> found.group(1)).toList();
  }

  private ObjectNode responses(Route route) {
    ObjectNode responses = Json.object();
    Route.Reply reply = route.reply();
    ObjectNode success =
        responses.putObject(Integer.toString(reply.status())).put("description", "as asked");
    if (reply.status() == 302) {
      success
          .putObject("headers")
          .putObject("Location")
          .put("description", "where the browser goes on")
          .putObject("schema")
          .put("type", "string");
    }
    if (!reply.contentType().isEmpty()) {
      ObjectNode media = success.putObject("content").putObject(reply.mediaType());
      reply
          .view()
          .ifPresent(
              view -> media.set("schema", reply.list() ? schemas.listOf(view) : schemas.of(view)));
    }
    if (reply.conditional()) {
      responses.putObject("304").put("description", "as the client has it already");
    }
    problems(route)
        .forEach((status, codes) -> problem(responses.putObject(status.toString()), codes));
    return responses;
  }

  /** By status, the codes: what the route names, and what follows from its place in the table. */
  private static Map<Integer, Set<String>> problems(Route route) {
    Map<Integer, Set<String>> problems = new TreeMap<>();
    Stream.of(general(route).map(Enum::name), refusals(route), route.problems().stream())
        .flatMap(codes -> codes)
        .forEach(code -> problems
            .computeIfAbsent(RefusalTable.status(code), status -> new TreeSet<>())
            .add(code));
    return problems;
  }

  private static Stream<String> refusals(Route route) {
    Stream.Builder<Class<? extends Refusal>> refusals = Stream.builder();
    if (route.access().signedIn()) {
      refusals.add(Refusal.TokenRejected.class);
    }
    if (route.access().stepUp()) {
      refusals.add(Refusal.StepUpRequired.class);
    }
    if (!route.body().none() || !route.query().isEmpty()) {
      refusals.add(Refusal.ValueRejected.class);
    }
    return refusals.build().map(RefusalTable::code);
  }

  private static Stream<Fault> general(Route route) {
    Set<Fault> faults = EnumSet.of(
        Fault.MALFORMED_REQUEST, Fault.PAYLOAD_TOO_LARGE, Fault.INTERNAL_ERROR, Fault.UNAVAILABLE);
    if (route.access() != Access.PROBE && route.access() != Access.OPERATIONS) {
      faults.add(Fault.MISDIRECTED_REQUEST);
    }
    if (route.ofRealm() || route.access() == Access.DEVELOPMENT) {
      faults.add(Fault.NOT_FOUND);
    }
    if (!route.body().none()) {
      faults.add(Fault.UNSUPPORTED_MEDIA_TYPE);
    }
    if (!route.body().none() && !route.body().form()) {
      faults.add(Fault.MALFORMED_JSON);
    }
    if (route.forListedPages()) {
      faults.add(Fault.FOREIGN_ORIGIN);
    }
    if (choosesTransport(route)) {
      faults.add(Fault.TRANSPORT_NOT_ALLOWED);
    }
    if (route.access().signedIn() || route.access().ticket()) {
      faults.addAll(Set.of(Fault.TOKEN_REQUIRED, Fault.TRANSPORT_CONFLICT));
    }
    if (route.access() == Access.OPERATIONS) {
      faults.add(Fault.TOKEN_REQUIRED);
    }
    if (route.access() == Access.BOT_SECRET) {
      faults.add(Fault.BOT_SECRET_REQUIRED);
    }
    if (route.access() == Access.WEBHOOK) {
      faults.add(Fault.WEBHOOK_SECRET_REQUIRED);
    }
    if (route.access() == Access.SERVICE) {
      faults.add(Fault.SERVICE_REQUIRED);
    }
    return faults.stream();
  }

  /** Where somebody may come without tokens that would say how they travel. */
  private static boolean choosesTransport(Route route) {
    return !route.verb().safe()
        && (route.access() == Access.PUBLIC || route.access().ticket());
  }

  private void problem(ObjectNode response, Set<String> codes) {
    response.put("description", String.join(", ", codes));
    ObjectNode schema =
        response.putObject("content").putObject(Problem.CONTENT_TYPE).putObject("schema");
    schema.setAll(schemas.of(ProblemView.class));
    ArrayNode names = schema.putObject("properties").putObject("code").putArray("enum");
    codes.forEach(names::add);
  }

  /** {@code post_auth_login}. */
  private static String id(Route route) {
    String path = route.path().replaceFirst("^/api/v1", "").replaceAll("[^A-Za-z0-9]+", "_");
    return (route.verb() + path).toLowerCase(Locale.ROOT).replaceAll("_+$", "");
  }
}

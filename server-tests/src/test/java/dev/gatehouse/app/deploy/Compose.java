package dev.gatehouse.app.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** {@code deploy/compose.yaml}. */
final class Compose {
  static final String FILE = "deploy/compose.yaml";

  /** {@code ${NAME}}, {@code ${NAME:-default}} and {@code ${NAME:?what is wrong}}. */
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{(?<name>\\w+)(?<how>:[-?])?(?<text>[^}]*)}");

  private final JsonNode whole;

  private Compose(JsonNode whole) {
    this.whole = whole;
  }

  static Compose read() {
    return of(FILE);
  }

  static Compose of(String file) {
    return new Compose(Tree.yaml(file));
  }

  record Variable(String name, String how, String text) {}

  Map<String, JsonNode> services() {
    Map<String, JsonNode> services = new LinkedHashMap<>();
    whole.path("services").properties().forEach(e -> services.put(e.getKey(), e.getValue()));
    return services;
  }

  JsonNode at(String pointer) {
    return whole.at(pointer);
  }

  /** Of a service. */
  String address(String service) {
    return at("/services/" + service + "/networks/edge/ipv4_address").asText();
  }

  static List<String> words(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** Which variables it takes from outside. */
  static List<Variable> variables(String file) {
    List<Variable> variables = new ArrayList<>();
    Tree.lines(file).stream()
        .filter(line -> !line.strip().startsWith("#"))
        .flatMap(line -> VARIABLE.matcher(line).results().map(found -> line))
        .distinct()
        .forEach(line -> {
          Matcher matcher = VARIABLE.matcher(line);
          while (matcher.find()) {
            String how = matcher.group("how");
            variables.add(
                new Variable(matcher.group("name"), how == null ? "" : how, matcher.group("text")));
          }
        });
    return variables;
  }

  /** The environment of a service, with those variables put in. */
  Map<String, String> environment(String service, Map<String, String> variables) {
    Map<String, String> environment = new LinkedHashMap<>();
    at("/services/" + service + "/environment").properties().forEach(e -> {
      if (!e.getValue().isNull()) {
        environment.put(
            e.getKey(),
            VARIABLE
                .matcher(e.getValue().asText())
                .replaceAll(
                    v -> Matcher.quoteReplacement(variables.getOrDefault(v.group(1), v.group(3)))));
      } else if (variables.containsKey(e.getKey())) {
        environment.put(e.getKey(), variables.get(e.getKey()));
      }
    });
    return environment;
  }

  /** Variables that a service is handed as they are, if they are set. */
  List<String> handedOn(String service) {
    return at("/services/" + service + "/environment").properties().stream()
        .filter(e -> e.getValue().isNull())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What a service sees of files of this tree: where, and which. */
  Map<String, String> mounts(String service) {
    Map<String, String> mounts = new LinkedHashMap<>();
    words(at("/services/" + service + "/volumes")).stream()
        .filter(volume -> volume.startsWith("."))
        .map(volume -> volume.split(":", -1))
        .forEach(parts -> mounts.put(parts[1], "deploy/" + parts[0].substring(2)));
    return mounts;
  }

  Stream<String> images() {
    return services().values().stream().map(service -> service.path("image").asText());
  }
}

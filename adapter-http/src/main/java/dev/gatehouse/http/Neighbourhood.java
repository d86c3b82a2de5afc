package dev.gatehouse.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.domain.secret.Digest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** What stands beside the API: keys, probes, metrics, documents. */
final class Neighbourhood {
  static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private static final Duration SECURITY_TEXT_GOOD_FOR = Duration.ofDays(180);
  private static final Duration READY_SOON = Duration.ofSeconds(1);

  private final Surroundings around;

  Neighbourhood(Surroundings around) {
    this.around = around;
  }

  /** Whether the process answers. */
  record Health(String status) {}

  /** The public keys (RFC 7517), for those who verify; not asked for again while they are the same. */
  Answer jwks(Visit visit) {
    String keys = around.gatehouse().jwks();
    String tag = "\"" + tag(keys) + "\"";
    boolean same = visit.headers("If-None-Match").stream()
        .anyMatch(list -> list.contains(tag) || list.strip().equals("*"));
    Answer answer = same ? Answer.empty(304) : Answer.content(Answer.JSON, keys);
    return answer.header("Cache-Control", "max-age=300").header("ETag", tag);
  }

  private static String tag(String text) {
    return java.util.HexFormat.of()
        .formatHex(Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).bytes());
  }

  /** RFC 9116. */
  Answer securityText(Visit visit) {
    URI own = around.settings().publicUrl();
    URI contact = around
        .neighbours()
        .securityContact()
        .orElseGet(() -> URI.create("mailto:security@" + own.getHost()));
    Instant expires = Instant.ofEpochMilli(around.meters().config().clock().wallTime())
        .plus(SECURITY_TEXT_GOOD_FOR)
        .truncatedTo(ChronoUnit.DAYS);
    String text = "Contact: " + contact + "\nExpires: " + expires + "\nCanonical: "
        + own.resolve("/.well-known/security.txt") + "\n";
    return Answer.content(Answer.TEXT, text);
  }

  Answer health(Visit visit) {
    return Answer.ok(new Health("up"));
  }

  Answer readiness(Visit visit) {
    List<String> reasons = around.neighbours().unready();
    if (!reasons.isEmpty()) {
      throw Fault.NOT_READY.problem(Problem.Data.notReady(reasons, READY_SOON)).thrown();
    }
    return Answer.ok(new Health("ready"));
  }

  Answer metrics(Visit visit) {
    return Answer.content(PROMETHEUS, around.neighbours().metrics());
  }

  /** A page of the document, to be read; the document itself is one link away. */
  static Answer docs(ObjectNode document) {
    Page page = new Page("Gatehouse HTTP API")
        .paragraph(document.at("/info/description").asText())
        .link("/openapi.json", "the OpenAPI 3.1 document");
    document
        .path("paths")
        .properties()
        .forEach(path -> path.getValue().properties().stream()
            .filter(operation -> operation.getValue().isObject())
            .forEach(operation -> page.folded(
                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey() + " \u2014 "
                    + operation.getValue().path("summary").asText(),
                Json.pretty(operation.getValue()))));
    page.heading("Shapes");
    document
        .at("/components/schemas")
        .properties()
        .forEach(schema -> page.folded(schema.getKey(), Json.pretty(schema.getValue())));
    return page.answer();
  }
}

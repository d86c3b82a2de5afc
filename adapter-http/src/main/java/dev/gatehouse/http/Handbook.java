package dev.gatehouse.http;

import dev.gatehouse.domain.refusal.Refusal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The tables as text for {@code docs/}; tests hold the files to it. */
final class Handbook {
  private Handbook() {}

  /** {@code docs/routes.md}. */
  static String routes(List<Route> table) {
    StringBuilder text = new StringBuilder("""
        # Routes

        Written from the table in `adapter-http` (`Routes`), and held to it by a test. What is below `/api` and `/.well-known`, and the pages to which mails, bots, providers and other sites lead (%s), is also there below `/realms/{realm}`. A `HEAD` comes with every `GET` that only reads.
        Bodies are `application/json`, where it says `form` `application/x-www-form-urlencoded`, of at most 64 KiB; names that are not listed are passed over; `!` marks what is needed. Problems that any route may answer are left out: see [problems](problems.md).

        | route | who | takes | success | problems of its own | what it does |
        |---|---|---|---|---|---|
        """.formatted(pages(table)));
    table.forEach(route -> text.append("| `%s %s` | %s | %s | %s | %s | %s |\n"
        .formatted(
            route.verb(),
            route.path(),
            route.access(),
            takes(route),
            success(route.reply()),
            codes(route),
            route.summary())));
    text.append("""

        ## Tokens

        An access token is a JWT after RFC 9068. Beside the claims that RFC has, it says `sid` (the session), and two claims of our own: `realm`, and `via`, which is `cookie` or `bearer`: how the session's tokens travel. One that comes by the other way is refused.
        """);
    text.append("\n## Who\n\n| access | who |\n|---|---|\n");
    for (Access access : Access.values()) {
      text.append("| %s | %s |\n".formatted(access, access.whom()));
    }
    return text.toString();
  }

  /** Those of a realm that are no part of the API. */
  private static String pages(List<Route> table) {
    return table.stream()
        .filter(Route::ofRealm)
        .map(Route::path)
        .filter(path -> !path.startsWith("/api/") && !path.startsWith("/.well-known/"))
        .distinct()
        .map(path -> "`" + path + "`")
        .collect(Collectors.joining(", "));
  }

  /** {@code docs/problems.md}. */
  static String problems() {
    StringBuilder text = new StringBuilder("""
        # Problems

        Every error is `application/problem+json` (RFC 9457): `type` (`urn:gatehouse:problem:` and the code in kebab-case), `title`, `status`, `detail`, `instance` (the request's id, as in `X-Request-ID`), `code`, and what belongs to that problem:
        `attempts_remaining`, `retry_after` (seconds, as in `Retry-After`), `next_resend_available_at`, `reasons` (and the first of them as `reason`), `accepted`, `first_factors`, `second_factors` and `max_age` (seconds), `account` (masked), `is_new_user` and `asked_from`, `channel`, `erased_at` and `restore_token`, `errors[]` (`pointer` into the body, or `?name` of a parameter; `received`, its shape; `accepted`).

        ## Refusals of the core

        | code | status | when |
        |---|---|---|
        """);
    for (Map.Entry<Class<? extends Refusal>, RefusalTable.Row> row :
        RefusalTable.rows().entrySet()) {
      text.append("| `%s` | %d | %s |\n"
          .formatted(
              RefusalTable.code(row.getKey()),
              row.getValue().status(),
              row.getValue().when()));
    }
    text.append("\n## Faults at the door\n\n| code | status | when |\n|---|---|---|\n");
    for (Fault fault : Fault.values()) {
      text.append("| `%s` | %d | %s |\n".formatted(fault, fault.status(), fault.when()));
    }
    return text.toString();
  }

  private static String takes(Route route) {
    String body = route.body().all().stream()
        .map(field -> String.join(" or ", field.names()) + (field.required() ? "!" : ""))
        .collect(Collectors.joining(", "));
    String form = route.body().form() ? "form: " : "";
    String query =
        route.query().stream().map(field -> "?" + field.name()).collect(Collectors.joining(", "));
    return form + body + query;
  }

  private static String success(Route.Reply reply) {
    return reply.contentType().isEmpty()
        ? Integer.toString(reply.status())
        : reply.status() + " " + reply.mediaType();
  }

  private static String codes(Route route) {
    return route.problems().stream()
        .distinct()
        .map(code -> "`" + code + "`")
        .collect(Collectors.joining(" "));
  }
}

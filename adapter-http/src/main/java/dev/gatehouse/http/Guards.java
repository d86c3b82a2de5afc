package dev.gatehouse.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Stands before the routes that are not for users. */
final class Guards {
  /** Any of these says that the request came by a proxy, and so that a loopback peer proves nothing. */
  private static final Pattern BY_PROXY =
      Pattern.compile("Forwarded|Via|X-Forwarded(-.*)?|X-Real-IP", Pattern.CASE_INSENSITIVE);

  static final String BOT_SECRET = "X-Telegram-Bot-Secret";

  private final boolean embedded;
  private final Optional<String> metricsToken;
  private final List<HttpServer.Service> services;

  Guards(HttpServer.Settings settings) {
    this.embedded = settings.embedded();
    this.metricsToken = settings.metricsToken();
    this.services = settings.services();
  }

  /** @throws Rejection when the route is not for whoever this is */
  void check(Access access, Visit visit, Context context) {
    if (access == Access.DEVELOPMENT && !onThisMachine(visit, context)) {
      throw Fault.NOT_FOUND.thrown();
    }
    if (access == Access.OPERATIONS) {
      operations(visit, context);
    }
    if (access == Access.SERVICE && !service(visit)) {
      throw Fault.SERVICE_REQUIRED.thrown();
    }
    if (access == Access.BOT_SECRET && !bot(visit)) {
      throw Fault.BOT_SECRET_REQUIRED.thrown();
    }
  }

  private static boolean bot(Visit visit) {
    String shown = visit.header(BOT_SECRET).orElse("");
    return visit.place().door().telegram().filter(bot -> bot.knows(shown)).isPresent();
  }

  /** Every one is compared, whichever it is: the time tells nothing. */
  private boolean service(Visit visit) {
    Optional<BasicCredentials> shown =
        visit.header("Authorization").flatMap(BasicCredentials::read);
    boolean known = false;
    for (HttpServer.Service service : services) {
      known |= shown.filter(credentials -> credentials.of(service)).isPresent();
    }
    return known;
  }

  private void operations(Visit visit, Context context) {
    if (metricsToken.isEmpty()) {
      // elsewhere than on a developer's machine the peer may be a proxy that says nothing of itself
      if (!embedded || !onThisMachine(visit, context)) {
        throw Fault.OPERATIONS_ONLY.thrown();
      }
      return;
    }
    String shown = visit.bearerToken().orElseThrow(() -> Fault.TOKEN_REQUIRED.thrown());
    if (!MessageDigest.isEqual(bytes(shown), bytes(metricsToken.get()))) {
      throw Fault.OPERATIONS_ONLY.thrown();
    }
  }

  /** By its name too: a page elsewhere may have its own name resolve to this machine. */
  private static boolean onThisMachine(Visit visit, Context context) {
    return SettingsCheck.loopback(Proxies.socket(context.req().getRemoteAddr()).value())
        && visit.header("Host").filter(SettingsCheck::loopback).isPresent()
        && Collections.list(context.req().getHeaderNames()).stream()
            .noneMatch(name -> BY_PROXY.matcher(name).matches());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

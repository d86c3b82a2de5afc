package dev.gatehouse.app;

import dev.gatehouse.app.embedded.DevMailbox;
import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.telegram.TelegramUpdates;
import dev.gatehouse.application.upkeep.AgreedTime;
import dev.gatehouse.http.HttpServer;
import dev.gatehouse.port.Messages;
import dev.gatehouse.port.Outage;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this node knows of itself and shows: whether it is ready, what it measures, what was mailed, what it answered. */
final class Node implements HttpServer.Neighbours {
  private static final Logger REQUESTS = LoggerFactory.getLogger("dev.gatehouse.request");
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  /** How long an answer of the store is good for others who ask: anybody may ask, and must not keep it busy. */
  private static final Duration MEMORY = Duration.ofMillis(500);
  /** How often it is told that the same does not answer: every request may find it so. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final Gatehouse gatehouse;
  private final Optional<DevMailbox> mailbox;
  private final TelegramUpdates telegram;
  private final Messages messages;
  private final PrometheusMeterRegistry meters;
  private final Clock clock;
  private final Map<String, Instant> told = new ConcurrentHashMap<>();
  private List<String> lastReasons = List.of();
  private Instant asked = Instant.MIN;

  Node(
      Gatehouse gatehouse,
      Optional<DevMailbox> mailbox,
      TelegramUpdates telegram,
      Messages messages,
      PrometheusMeterRegistry meters,
      Clock clock) {
    this.gatehouse = gatehouse;
    this.mailbox = mailbox;
    this.telegram = telegram;
    this.messages = messages;
    this.meters = meters;
    this.clock = clock;
  }

  @Override
  public synchronized List<String> unready() {
    if (clock.instant().isAfter(asked.plus(MEMORY))) {
      lastReasons = reasons();
      // from the answer on: while the store is slow, whoever waited here would ask it again
      asked = clock.instant();
    }
    return lastReasons;
  }

  /** That the schema is current was found at start, or there would be no server. */
  private List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    try {
      if (gatehouse.clockSkew().abs().compareTo(AgreedTime.TOLERANCE) > 0) {
        reasons.add(
            "the clock is more than " + AgreedTime.TOLERANCE.toSeconds() + " s off the database's");
      }
    } catch (Outage e) {
      reasons.add("the database does not answer");
    }
    if (!gatehouse.revocationsFresh()) {
      reasons.add("what was revoked elsewhere is not known here yet");
    }
    return List.copyOf(reasons);
  }

  @Override
  public String metrics() {
    return meters.scrape();
  }

  @Override
  public HttpServer.Texts texts(Locale wanted) {
    return new HttpServer.Texts(
        messages.language(wanted),
        messages.rightToLeft(wanted),
        (key, values) -> messages.text(wanted, key, values));
  }

  @Override
  public List<HttpServer.Letter> mailbox(Optional<String> to) {
    return mailbox.map(box -> box.letters(to)).orElse(List.of());
  }

  @Override
  public TelegramUpdates telegram() {
    return telegram;
  }

  /** Goes nowhere, unless the Java agent of OpenTelemetry runs beside us and has put itself there. */
  @Override
  public OpenTelemetry traces() {
    return GlobalOpenTelemetry.get();
  }

  @Override
  public void answered(HttpServer.Answered request) {
    REQUESTS
        .atInfo()
        .addKeyValue("request", request.requestId())
        .addKeyValue("status", request.status())
        .addKeyValue("ms", request.took().toMillis())
        .log("{} {}", request.method(), request.route());
  }

  /** Only what stands outside of this node: that it is busy itself is measured. Why is said where a network says it, since what an engine says may quote a row. */
  @Override
  public void unavailable(String requestId, Outage outage) {
    Throwable cause = outage.getCause();
    Instant now = clock.instant();
    Instant before = told.getOrDefault(outage.getMessage(), Instant.EPOCH);
    if (cause == null || now.isBefore(before.plus(AGAIN))) {
      return;
    }
    told.put(outage.getMessage(), now);
    String why = cause instanceof IOException && cause.getMessage() != null
        ? cause.getMessage()
        : cause.getClass().getSimpleName();
    LOG.atWarn().addKeyValue("request", requestId).log("{}: {}", outage.getMessage(), why);
  }

  @Override
  public void unexpected(String requestId, Throwable failure) {
    LOG.atError().addKeyValue("request", requestId).setCause(failure).log("something failed");
  }
}

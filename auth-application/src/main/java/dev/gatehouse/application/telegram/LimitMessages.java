package dev.gatehouse.application.telegram;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.throttle.Limit;
import java.time.Duration;

/** How much somebody may say to a bot. */
public final class LimitMessages {
  /** By one person. */
  private static final Limit MESSAGES = new Limit(5, Duration.ofSeconds(10));

  /** Whoever says too much is told so once in a while, and otherwise not answered. */
  private static final Limit REMINDERS = new Limit(1, Duration.ofMinutes(1));

  /** In a group, where nothing is to be done. */
  private static final Limit GROUP = new Limit(1, Duration.ofHours(1));

  private final Environment environment;
  private final KeyRings keys;

  LimitMessages(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.keys = keys;
  }

  /** What a message is worth. */
  public enum Verdict {
    ANSWER,
    /** Too much: say so. */
    REMIND,
    /** Too much, and that was said. */
    IGNORE
  }

  /** @param whom who says it; stands nowhere in clear */
  public Verdict person(Realm realm, String whom) {
    if (granted("bot", realm, whom, MESSAGES)) {
      return Verdict.ANSWER;
    }
    return granted("bot-remind", realm, whom, REMINDERS) ? Verdict.REMIND : Verdict.IGNORE;
  }

  /** Whether a group is to be answered. */
  public boolean group(Realm realm, String which) {
    return granted("bot-group", realm, which, GROUP);
  }

  private boolean granted(String action, Realm realm, String whom, Limit limit) {
    String bucket = action + "|" + realm.key() + "|" + keys.digests().nameless(realm.key(), whom);
    return environment.throttle().take(bucket, limit, environment.now()).granted();
  }
}

package dev.gatehouse.telegram;

import dev.gatehouse.telegram.Telegram.Door;
import dev.gatehouse.telegram.Telegram.Flaw;
import dev.gatehouse.telegram.Telegram.Proof;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The <a href="https://core.telegram.org/widgets/login#checking-authorization">Login Widget</a>. */
final class WidgetDoor {
  private static final Set<String> HASH = Set.of("hash");

  private final List<BotKeys> bots;
  private final Freshness freshness;

  WidgetDoor(List<BotKeys> bots, Freshness freshness) {
    this.bots = bots;
    this.freshness = freshness;
  }

  Proof open(Map<String, String> received, Instant now) {
    Fields fields = Fields.of(received);
    byte[] lines = fields.linesWithout(HASH);
    BotKeys bot = bots.stream()
        .filter(asked -> signed(lines, fields, asked))
        .findFirst()
        .orElseThrow(() -> new Flawed(new Flaw.Forged()));
    Instant signedAt = Numbers.moment(Numbers.positive(fields.find("auth_date").orElse("")));
    Instant until = freshness.judge(signedAt, now);
    return new Proof(
        Door.WIDGET,
        bot.id(),
        People.ofFields(fields),
        Optional.empty(),
        Optional.empty(),
        signedAt,
        ProofIds.of(Door.WIDGET, bot.id(), lines),
        until);
  }

  private static boolean signed(byte[] lines, Fields fields, BotKeys bot) {
    return bot.widgets()
        .flatMap(keyed -> fields.find("hash").filter(hash -> keyed.signed(lines, hash)))
        .isPresent();
  }
}

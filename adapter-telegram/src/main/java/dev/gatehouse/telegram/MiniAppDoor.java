package dev.gatehouse.telegram;

import dev.gatehouse.telegram.Telegram.Door;
import dev.gatehouse.telegram.Telegram.Flaw;
import dev.gatehouse.telegram.Telegram.Proof;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** <a href="https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app">Data received via a Mini App</a>. */
final class MiniAppDoor {
  private static final Set<String> HASH = Set.of("hash");
  private static final Set<String> SEALS = Set.of("hash", "signature");

  /** As links to Mini Apps may carry it. */
  private static final Pattern START_PARAM = Pattern.compile("[A-Za-z0-9_-]{1,512}");

  private final List<BotKeys> bots;
  private final PublicKey key;
  private final Freshness freshness;

  MiniAppDoor(List<BotKeys> bots, PublicKey key, Freshness freshness) {
    this.bots = bots;
    this.key = key;
    this.freshness = freshness;
  }

  Proof open(String initData, Instant now) {
    Fields fields = Fields.ofQuery(initData);
    BotKeys bot = bots.stream()
        .filter(asked -> signed(fields, asked))
        .findFirst()
        .orElseThrow(() -> new Flawed(new Flaw.Forged()));
    Instant signedAt = Numbers.moment(Numbers.positive(fields.find("auth_date").orElse("")));
    Instant until = freshness.judge(signedAt, now);
    return new Proof(
        Door.MINI_APP,
        bot.id(),
        People.ofJson(Json.parse(fields.find("user").orElseThrow(Flawed::nobody))),
        Optional.empty(),
        startParam(fields),
        signedAt,
        // without either seal: the other one is not covered by the one that was checked
        ProofIds.of(Door.MINI_APP, bot.id(), fields.linesWithout(SEALS)),
        until);
  }

  private boolean signed(Fields fields, BotKeys bot) {
    return bot.miniApps()
        .map(keyed -> fields
            .find("hash")
            .filter(hash -> keyed.signed(fields.linesWithout(HASH), hash))
            .isPresent())
        .orElseGet(() -> fields
            .find("signature")
            .flatMap(Base64Url::decode)
            .filter(signature -> Ed25519.verifies(key, thirdParty(fields, bot), signature))
            .isPresent());
  }

  private static byte[] thirdParty(Fields fields, BotKeys bot) {
    String lines = Utf8.strict(fields.linesWithout(SEALS));
    return Utf8.bytes(bot.id() + ":WebAppData\n" + lines);
  }

  private static Optional<String> startParam(Fields fields) {
    Optional<String> param = fields.find("start_param").filter(text -> !text.isEmpty());
    if (param.filter(text -> !START_PARAM.matcher(text).matches()).isPresent()) {
      throw Flawed.malformed();
    }
    return param;
  }
}

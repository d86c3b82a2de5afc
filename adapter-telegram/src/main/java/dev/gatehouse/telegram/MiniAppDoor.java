package dev.gatehouse.telegram;

import dev.gatehouse.telegram.Telegram.Door;
import dev.gatehouse.telegram.Telegram.Flaw;
import dev.gatehouse.telegram.Telegram.Proof;
import java.nio.ByteBuffer;
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
    Seals seals = new Seals(fields);
    BotKeys bot = bots.stream()
        .filter(asked -> seals.sealed(asked, key))
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
        ProofIds.of(Door.MINI_APP, bot.id(), seals.bare),
        until);
  }

  /** What bots or Telegram have sealed, put in lines once, however many bots there are. */
  private static final class Seals {
    private final Optional<String> hash;
    private final Optional<byte[]> signature;
    private final byte[] unhashed;
    private final byte[] bare;

    Seals(Fields fields) {
      hash = fields.find("hash");
      signature = fields.find("signature").flatMap(Base64Url::decode);
      unhashed = fields.linesWithout(HASH);
      bare = fields.linesWithout(SEALS);
    }

    /** By the bot's own key, or where that is not known by Telegram's. */
    boolean sealed(BotKeys bot, PublicKey key) {
      return bot.miniApps()
          .map(keyed -> hash.filter(text -> keyed.signed(unhashed, text)).isPresent())
          .orElseGet(() -> signature
              .filter(bytes -> Ed25519.verifies(key, thirdParty(bot), bytes))
              .isPresent());
    }

    private byte[] thirdParty(BotKeys bot) {
      byte[] head = Utf8.bytes(bot.id() + ":WebAppData\n");
      return ByteBuffer.allocate(head.length + bare.length).put(head).put(bare).array();
    }
  }

  private static Optional<String> startParam(Fields fields) {
    Optional<String> param = fields.find("start_param").filter(text -> !text.isEmpty());
    if (param.filter(text -> !START_PARAM.matcher(text).matches()).isPresent()) {
      throw Flawed.malformed();
    }
    return param;
  }
}

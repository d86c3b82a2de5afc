package dev.gatehouse.app.config;

import dev.gatehouse.domain.realm.RealmKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is set of the bots of all realms, where one realm alone does not show that it is wrong or does nothing. */
final class BotsTogether {
  private final RealmsConfig realms;
  private final Reading reading;

  BotsTogether(RealmsConfig realms, Reading reading) {
    this.realms = realms;
    this.reading = reading;
  }

  void judge() {
    Map<Long, RealmKey> owners = new HashMap<>();
    for (RealmConfig realm : realms.realms()) {
      realm
          .telegram()
          .ifPresent(telegram ->
              telegram.proofs().bots().forEach(bot -> own(owners, bot.id(), realm.key())));
    }
    if (realms.realms().stream().allMatch(realm -> realm.telegram().isEmpty())) {
      for (Key key :
          List.of(Key.TELEGRAM_OIDC_ISSUER, Key.TELEGRAM_API_URL, Key.TELEGRAM_WEBHOOK_SECRET)) {
        reading.refuse(
            key,
            "no realm has a bot; GATEHOUSE_TELEGRAM_BOT_TOKEN or telegram of a realm gives it one");
      }
    } else {
      if (realms.realms().stream()
          .flatMap(realm -> realm.telegram().stream())
          .allMatch(telegram -> telegram.ownBots().isEmpty())) {
        reading.refuse(
            Key.TELEGRAM_OIDC_ISSUER,
            "no realm has a bot of its own there: one with a token, or the first with a client_secret");
      }
      webhook().ifPresent(because -> reading.refuse(Key.TELEGRAM_WEBHOOK_SECRET, because));
    }
  }

  /** What a bot's proofs say of somebody would be good in the other realm too: for Telegram, a page that shows one is that bot's and no realm's. */
  private void own(Map<Long, RealmKey> owners, long bot, RealmKey realm) {
    Optional.ofNullable(owners.putIfAbsent(bot, realm))
        .filter(other -> !other.equals(realm))
        .ifPresent(other -> reading.mistake(new Mistake(
            reading.where(Key.REALMS_FILE),
            "has the bot " + bot + " for " + realm + ", and for " + other + " already",
            "of each realm bots of its own: what one says of somebody is good in one realm")));
  }

  /** Why nothing is delivered, if nothing is. */
  private Optional<String> webhook() {
    Optional<RealmConfig> realm = realms.unnamed();
    if (realm.isEmpty()) {
      return Optional.of(
          "of several realms one has to be the default one, to whose bot Telegram delivers");
    }
    RealmKey key = realm.get().key();
    Optional<TelegramConfig> telegram = realm.get().telegram();
    if (telegram.isEmpty()) {
      return Optional.of(key + ", to whose bot Telegram would deliver, has none");
    }
    if (!telegram.get().door().secrets().isEmpty()) {
      return Optional.of(
          "the bot of " + key
              + " is run elsewhere, as it has a secret by which that is known here; what people write is delivered there");
    }
    if (telegram.get().proofs().bots().stream().allMatch(bot -> bot.token().isEmpty())) {
      return Optional.of("of the bots of " + key
          + " no token is known, by which one could be run; without one none is");
    }
    return Optional.empty();
  }
}

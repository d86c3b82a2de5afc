package dev.gatehouse.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.telegram.Telegram.Bot;
import dev.gatehouse.telegram.Telegram.BotToken;
import dev.gatehouse.telegram.Telegram.Flaw;
import dev.gatehouse.telegram.Telegram.MiniAppKey;
import dev.gatehouse.telegram.Telegram.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  @DisplayName("[L12] proofs are taken for 24 hours at most, five minutes by default")
  void ages() {
    assertThat(Settings.of(Forge.bot()).maxAge()).isEqualTo(Duration.ofMinutes(5));
    assertThat(Settings.of(Forge.bot()).miniAppKey()).isEqualTo(MiniAppKey.PRODUCTION);
    Forge.settings(Duration.ofHours(24));
    for (Duration no :
        List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofHours(24).plusMillis(1))) {
      assertThatThrownBy(() -> Forge.settings(no)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void bots_are_there_and_differ_and_have_their_own_token() {
    assertThatThrownBy(() -> Settings.of()).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Settings.of(Forge.bot(), Bot.withoutToken(Forge.BOT)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> Bot.withoutToken(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Bot(7, Optional.of(new BotToken(Forge.TOKEN))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("[L40] a token is not printed, nor said when it is refused")
  void a_token_is_a_secret() {
    assertThat(new BotToken(Forge.TOKEN).toString()).isEqualTo("BotToken[redacted]");
    assertThat(Settings.of(Forge.bot()).toString()).doesNotContain("AAH5Yko");
    assertThat(BotKeys.of(Forge.bot()).toString()).doesNotContain("AAH5Yko").contains("redacted");
    for (String no : List.of(
        "",
        "secret-alone",
        "0:SECRET",
        "42:",
        "x:SECRET",
        "42:SEC RET",
        "42:SECRET\n",
        "99999999999999999999:SECRET")) {
      assertThatThrownBy(() -> new BotToken(no))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("SECRET");
    }
  }

  @Test
  @DisplayName("[L40] proofs and people print nothing personal")
  void nothing_personal() {
    String printed = Forge.telegram(Forge.bot())
        .miniApp(Forge.miniApp(Forge.miniAppFields()), Forge.NOW)
        .toString();
    assertThat(printed)
        .contains("MINI_APP")
        .doesNotContain("279058397", "Vladislav", "vdkfrost", "Alice");
  }

  @Test
  void reasons_are_few_words_for_a_label() {
    assertThat(List.of(
            new Flaw.Forged(),
            new Flaw.FromTheFuture(Duration.ZERO),
            new Flaw.Stale(Duration.ZERO),
            new Flaw.UnknownKey()))
        .extracting(Flaw::reason)
        .containsExactly("forged", "from_the_future", "stale", "unknown_key");
  }

  @Test
  void mini_app_data_is_signed_by_ed25519() {
    assertThatThrownBy(() -> new MiniAppKey(Forge.pair("EC").getPublic()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a key of EC; one of Ed25519 is accepted");
  }
}

package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.telegram.simulator.TelegramSimulator;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Bot;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Message;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Person;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Settings;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one database, the stand-in for Telegram, and somebody who is warned of sign-ins. */
class TelegramWarningTest {
  private static final String ME = "/api/v1/auth/me";
  private static final String MINI_APP = "/api/v1/auth/telegram/miniapp";
  private static final Person MIRA = Person.INVENTED.get(0);
  private static final Person TIMUR = Person.INVENTED.get(1);

  @TempDir
  Path folder;

  private TelegramSimulator telegram;
  private Bot bot;
  private Site site;

  @BeforeEach
  void start() {
    telegram = TelegramSimulator.start(Settings.of(
        Clock.systemUTC(),
        bytes -> System.arraycopy(Fixtures.bytes(bytes.length), 0, bytes, 0, bytes.length)));
    bot = telegram.createBot(7_000_000_001L, "House of Tea", "house_of_tea_bot");
    site = new Site(folder, ScratchPostgres.database());
    site.set("TELEGRAM_BOT_TOKEN", bot.token());
    site.set("TELEGRAM_API_URL", telegram.base().toString());
  }

  @AfterEach
  void stop() {
    telegram.close();
  }

  private Reply miniApp(Program server) {
    return Caller.anyone()
        .post(
            server,
            MINI_APP,
            "init_data",
            telegram.initData(MIRA, bot, Optional.empty()),
            "tos_accepted",
            "true");
  }

  private List<String> warnings(Person person) {
    return telegram.chat(person, bot).stream()
        .filter(Message::byBot)
        .map(Message::text)
        .filter(text -> text.startsWith("New sign-in to your account"))
        .toList();
  }

  private long mails() {
    return site.number("select count(*) from gatehouse.outbox where kind = 'NEW_DEVICE'");
  }

  @Test
  @DisplayName(
      "[L45] of a new device the owner hears in the chat with the bot, once, with nothing left of what was said, and by mail as soon as the bot is blocked")
  void a_new_device() {
    try (TwoServers servers = TwoServers.start(site)) {
      telegram.say(MIRA, bot, "/start");
      assertThat(miniApp(servers.one()).status()).isEqualTo(200);
      assertThat(warnings(MIRA)).isEmpty();

      assertThat(miniApp(servers.other()).status()).isEqualTo(200);

      Patience.until("she who has no address is warned", () -> warnings(MIRA).size() == 1);
      assertThat(warnings(MIRA).get(0)).contains("2001:db8:", "/sessions");

      telegram.say(TIMUR, bot, "/start");
      String login = "timur" + Fixtures.unique().substring(0, 8);
      String email = login + "@example.com";
      String flow = Caller.anyone().registerByMail(servers.one(), email).text("flow");
      String access = Caller.anyone()
          .verify(servers.one(), email, site.codeTo(email), flow)
          .tokens()
          .access();
      Caller owner = Caller.anyone();
      assertThat(owner
              .postAs(
                  servers.one(),
                  access,
                  "/api/v1/auth/telegram/link",
                  "init_data",
                  telegram.initData(TIMUR, bot, Optional.empty()))
              .status())
          .isEqualTo(200);
      assertThat(owner.getAs(servers.other(), access, ME).text("sign_in_warnings"))
          .isEqualTo("mail");
      assertThat(owner
              .patchAs(servers.other(), access, ME, "sign_in_warnings", "telegram")
              .text("sign_in_warnings"))
          .isEqualTo("telegram");
      assertThat(site.number(
              "select count(*) from gatehouse.outbox where kind = 'WARNINGS_TO_MESSENGER'"))
          .isEqualTo(1);

      assertThat(Caller.anyone().login(servers.one(), email).status()).isEqualTo(200);
      Patience.until("he is warned where he wants it", () -> warnings(TIMUR).size() == 1);
      Patience.until(
          "and it is noted",
          () -> site.number(
                  "select count(*) from gatehouse.outbox where kind = 'MESSAGE_NEW_DEVICE' and delivered_at is not null and sealed is null")
              == 2);
      assertThat(mails()).isZero();

      telegram.block(TIMUR, bot, true);
      assertThat(Caller.anyone().login(servers.other(), email).status()).isEqualTo(200);
      Patience.until("it is a mail", () -> mails() == 1);
      assertThat(site.number("select count(*) from gatehouse.outbox where kind like 'MESSAGE%'"))
          .isEqualTo(2);
      assertThat(warnings(TIMUR)).hasSize(1);
      for (Program server : servers.all()) {
        assertThat(server.err()).as("[L40]").doesNotContain(email, "2001:db8:");
      }
    }
  }
}

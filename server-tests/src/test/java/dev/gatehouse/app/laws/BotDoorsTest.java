package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import dev.gatehouse.app.laws.Door.Ended;
import dev.gatehouse.telegram.simulator.TelegramSimulator;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Bot;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Person;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The two doors of the bot that is run here, as people go through them: they write to it, and it talks with Telegram, here the stand-in. Nobody writes more than five
 * messages: the sixth at once is not answered.
 */
class BotDoorsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Pattern LINK = Pattern.compile("#token=(\\S+)");

  /** What the bot says by itself to who has no address. */
  private static final String WARNING = "New sign-in";

  private static final String NO_LINK = "NO_LINK";

  private static TelegramSimulator telegram;
  private static Bot bot;
  private static Bot shutBot;
  private static Serving open;
  private static Serving shut;

  @BeforeAll
  static void start() {
    telegram = TelegramSimulator.start(
        TelegramSimulator.Settings.of(Clock.systemUTC(), new Random(7)::nextBytes));
    bot = telegram.createBot(7_000_000_001L, "House of Tea", "house_of_tea_bot");
    shutBot = telegram.createBot(7_000_000_002L, "House of Coffee", "house_of_coffee_bot");
    open = Serving.withBot(telegram.base(), bot.token(), bot.username(), "open");
    shut = Serving.withBot(telegram.base(), shutBot.token(), shutBot.username(), "closed");
  }

  @AfterAll
  static void stop() {
    shut.close();
    open.close();
    telegram.close();
  }

  private enum Way {
    /** The browser's number is typed at the bot. */
    HANDSHAKE {
      @Override
      Ended go(Serving node, Bot at, Person who) {
        Reply begun = new Call(node, "POST", AtTelegram.HANDSHAKE).send().is(200);
        assertThat(begun.at("/bot_url")).contains(at.username());
        assertThat(says(at, who, "/start auth_" + begun.at("/token"))).contains("two digits");
        says(at, who, begun.at("/match_code"));
        return Ended.of(new Call(node, "POST", AtTelegram.HANDSHAKE + "/status")
            .json("token", begun.at("/token"), "flow", begun.at("/flow"), "tos_accepted", true)
            .send());
      }
    },
    /** The bot is asked for a link. */
    LINK {
      @Override
      Ended go(Serving node, Bot at, Person who) {
        Matcher link = BotDoorsTest.LINK.matcher(says(at, who, "/login"));
        return link.find()
            ? Ended.of(Call.post(
                    node,
                    "/telegram/bot-link",
                    "token",
                    link.group(1),
                    "confirm",
                    true,
                    "tos_accepted",
                    true)
                .send())
            : Ended.refused(NO_LINK);
      }
    };

    abstract Ended go(Serving node, Bot at, Person who);
  }

  /** Writes to the bot; what it answers. */
  private static String says(Bot at, Person who, String text) {
    return answer(at, who, telegram.say(who, at, text)).text();
  }

  private static TelegramSimulator.Message answer(Bot at, Person who, long said) {
    List<TelegramSimulator.Message> replies = waited(() -> telegram.replies(who, at, said, SOON));
    if (replies.isEmpty()) {
      throw new AssertionError("the bot said nothing");
    }
    return replies.stream()
        .filter(message -> !message.text().contains(WARNING))
        .findFirst()
        .orElseGet(() -> answer(at, who, replies.get(replies.size() - 1).id()));
  }

  private static <T> T waited(Callable<T> wait) {
    try {
      return wait.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Person somebody() {
    return telegram.add(Person.of(
        Long.parseLong(Fixtures.unique().substring(0, 8), 16) + 1, "Ada"));
  }

  private static Ended in(Way way, Person who) {
    Ended ended = way.go(open, bot, who);
    assertThat(ended.code()).isEqualTo(Door.IN);
    return ended;
  }

  private static Stream<Way> ways() {
    return Arrays.stream(Way.values());
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  @DisplayName(
      "[L06] by the bot that is run here whoever is new gets one account, and comes to it again")
  void who_is_new(Way way) {
    Person who = somebody();

    Ended first = in(way, who);

    assertThat(first.newcomer()).contains(true);
    ways().forEach(other -> {
      Ended again = in(other, who);
      assertThat(again.newcomer()).contains(false);
      assertThat(again.account()).isEqualTo(first.account());
    });
    Reply me = Call.get(open, "/me").bearer(first.access()).send().is(200);
    assertThat(me.json().path("telegram_id").asLong()).isEqualTo(who.id());
    assertThat(me.json().at("/session/amr").toString()).contains("fed");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  @DisplayName("[L07] the bot that is run here skips no second factor")
  void with_a_second_factor(Way way) {
    Person who = somebody();
    Ended first = in(way, who);
    List<String> codes = new ArrayList<>(DoorsTest.enrol(open, first.access()));

    ways().forEach(other -> {
      Ended ended = other.go(open, bot, who);
      assertThat(ended.code()).isEqualTo(Door.SECOND_FACTOR);
      new Call(open, "POST", "/api/v1/2fa/complete")
          .json("recovery_code", "ABCDE-FGHJK")
          .bearer(ended.ticket())
          .send()
          .is(401);
      Reply completed = new Call(open, "POST", "/api/v1/2fa/complete")
          .json("recovery_code", codes.remove(0))
          .bearer(ended.ticket())
          .send()
          .is(200);
      assertThat(completed.at("/user/id")).isEqualTo(first.account());
    });
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  @DisplayName("[L08] the bot that is run here lets in nobody whose account is disabled")
  void a_disabled_account(Way way) {
    Person who = somebody();
    String account = in(way, who).account();
    open.command("admin", "disable", "--id", account);

    Ended ended = way.go(open, bot, who);

    assertThat(ended.code()).isIn("CREDENTIALS_REJECTED", NO_LINK);
    open.command("admin", "enable", "--id", account);
    assertThat(in(Way.LINK, who).account()).isEqualTo(account);
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  @DisplayName("[L04] where registration is shut the bot that is run here makes nobody an account")
  void registration_is_shut(Way way) {
    Person who = somebody();

    Ended ended = way.go(shut, shutBot, who);

    assertThat(ended.code()).isIn("REGISTRATION_DISABLED", NO_LINK);
    assertThat(new Tables(shut).one("select count(*) from gatehouse.accounts")).isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  @DisplayName(
      "[L11] at the bot that is run here a wrong number denies for good, and so does the button")
  void denied(Way way) {
    for (boolean button : new boolean[] {false, true}) {
      Person who = somebody();
      in(way, who);
      Reply begun = new Call(open, "POST", AtTelegram.HANDSHAKE).send().is(200);
      long asked = telegram.say(who, bot, "/start auth_" + begun.at("/token"));
      TelegramSimulator.Message question = answer(bot, who, asked);
      if (button) {
        String press = telegram.press(
            who, bot, question.id(), question.buttons().get(0).data().orElseThrow());
        assertThat(waited(() -> telegram.pressed(bot, press, SOON))).isPresent();
      } else {
        int right = Integer.parseInt(begun.at("/match_code"));
        says(bot, who, Integer.toString(right == 99 ? 10 : right + 1));
      }
      says(bot, who, begun.at("/match_code"));
      Reply reply = new Call(open, "POST", AtTelegram.HANDSHAKE + "/status")
          .json("token", begun.at("/token"), "flow", begun.at("/flow"), "tos_accepted", true)
          .send();
      assertThat(reply.text()).contains("denied").doesNotContain("gtr_", "\"access_token\":\"");
    }
  }
}

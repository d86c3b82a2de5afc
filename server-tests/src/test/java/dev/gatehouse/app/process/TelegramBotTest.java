package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.telegram.simulator.TelegramSimulator;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Failure;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Fault;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Person;
import dev.gatehouse.testkit.fixture.Race;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bot of two servers on one database, and of one that is killed (-9): no message is lost, and none does anything twice. */
class TelegramBotTest {
  private static final String SECRET = "a-secret-of-the-webhook";
  private static final String LINKS =
      "select count(*) from gatehouse.audit where type = 'LOGIN_LINK_ISSUED'";
  private static final int PEOPLE = 8;

  @TempDir
  Path folder;

  private final BotApi api = new BotApi();

  @AfterEach
  void close() {
    api.close();
  }

  private Site site() {
    Site site = new Site(folder, ScratchPostgres.database());
    site.set("TELEGRAM_BOT_TOKEN", BotApi.TOKEN);
    site.set("TELEGRAM_API_URL", api.root());
    return site;
  }

  private static boolean fetches(Program server) {
    return server.err().contains("fetches the updates of the bot");
  }

  @Test
  @DisplayName(
      "[L41] the server that fetches is killed (-9) between a commit and its answer: another goes on within ten seconds, loses nothing and does nothing twice")
  void killed_between_a_commit_and_its_answer() {
    Site site = site();
    try (TwoServers servers = TwoServers.start(site)) {
      Patience.until(
          "one fetches", () -> servers.all().stream().anyMatch(TelegramBotTest::fetches));
      Program leader = fetches(servers.one()) ? servers.one() : servers.other();
      Program next = leader == servers.one() ? servers.other() : servers.one();
      assertThat(fetches(next)).isFalse();

      api.hold();
      for (int person = 1; person <= PEOPLE; person++) {
        api.deliver(BotApi.message(1000 + person, person, "/login"));
      }
      Patience.until("the first is being answered", () -> api.toldOf(1));
      assertThat(site.number(LINKS)).as("and is done").isEqualTo(1);
      long polls = api.polls();
      leader.kill();
      api.release();

      Duration handedOver = Patience.until("the other asks", () -> api.polls() > polls);
      assertThat(handedOver).isLessThan(Duration.ofSeconds(10));
      for (int person = 1; person <= PEOPLE; person++) {
        long whom = person;
        Patience.until("everybody is told", () -> api.toldOf(whom));
      }
      api.deliver(BotApi.message(2000, 99, "/login"));
      Patience.until("the next is told", () -> api.toldOf(99));

      assertThat(site.number(LINKS)).isEqualTo(PEOPLE + 1L);
      assertThat(site.number("select position from gatehouse.leases")).isGreaterThanOrEqualTo(1008);
      assertThat(api.said().stream().filter(one -> one.path("chat_id").asLong() == 1))
          .as("told again, of the link that was made already")
          .hasSize(2)
          .last()
          .asString()
          .contains("made already");

      api.hold();
      api.deliver(BotApi.message(2001, 100, "/login"));
      Patience.until("it is being answered", () -> api.toldOf(100));
      next.tellToStop();
      Patience.until("it hears that", () -> !accepts(next));
      api.release();
      assertThat(next.exitCode()).isZero();
      assertThat(site.number("select position from gatehouse.leases"))
          .as("who is told to stop finishes what it has begun")
          .isEqualTo(2001);
      String secret = BotApi.TOKEN.substring(BotApi.TOKEN.indexOf(':') + 1);
      assertThat(leader.err() + next.err()).as("[L40]").doesNotContain(secret);
    }
  }

  /** Whether it still takes connections. */
  private static boolean accepts(Program server) {
    try (Socket socket = new Socket(server.base().getHost(), server.base().getPort())) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  @Test
  @DisplayName(
      "[L41] Telegram answers 429, 403, 409, 500 and pages of a proxy, hangs up before and after the work, and brings updates twice, and the server that fetches is killed (-9) in the middle: each message is done once, and everybody is told")
  void telegram_misbehaves() {
    Random chance = new Random(6);
    try (TelegramSimulator telegram = TelegramSimulator.start(
        TelegramSimulator.Settings.of(Clock.systemUTC(), chance::nextBytes))) {
      TelegramSimulator.Bot bot = telegram.createBot(7_000_000_001L, "Tea", "house_of_tea_bot");
      Site site = new Site(folder, ScratchPostgres.database());
      site.set("TELEGRAM_BOT_TOKEN", bot.token());
      site.set("TELEGRAM_API_URL", telegram.base().toString());
      try (TwoServers servers = TwoServers.start(site)) {
        Patience.until(
            "one fetches", () -> servers.all().stream().anyMatch(TelegramBotTest::fetches));
        Program leader = fetches(servers.one()) ? servers.one() : servers.other();

        Person blocks = telegram.add(Person.of(1000, "Eve"));
        telegram.fail(bot, Failure.of(Fault.BLOCKED, 1).on("sendMessage"));
        telegram.say(blocks, bot, "/login");
        Patience.until("she is answered", () -> telegram.calls(bot, "sendMessage") > 0);

        List<Person> people = new ArrayList<>();
        List<Fault> sending = List.of(
            Fault.TOO_MANY_REQUESTS,
            Fault.SERVER_ERROR,
            Fault.RESET,
            Fault.LOST_ANSWER,
            Fault.BAD_GATEWAY);
        List<Fault> fetching = List.of(
            Fault.CONFLICT,
            Fault.RESET,
            Fault.SERVER_ERROR,
            Fault.TOO_MANY_REQUESTS,
            Fault.LOST_ANSWER);
        Duration handedOver = Duration.ZERO;
        for (int round = 0; round < sending.size(); round++) {
          telegram.fail(bot, Failure.of(sending.get(round), 2).on("sendMessage").after(1));
          telegram.fail(bot, Failure.of(fetching.get(round), 1).on("getUpdates").after(1));
          telegram.fail(bot, Failure.of(Fault.DUPLICATES, 2).on("getUpdates"));
          for (int i = 0; i < 3; i++) {
            Person person = telegram.add(Person.of(2000 + people.size(), "Ada"));
            people.add(person);
            telegram.say(person, bot, "/login");
          }
          if (round == 1) {
            int calls = telegram.calls(bot, "sendMessage");
            Patience.until("it is at work", () -> telegram.calls(bot, "sendMessage") > calls);
            leader.kill();
            int polls = telegram.calls(bot, "getUpdates");
            handedOver =
                Patience.until("another asks", () -> telegram.calls(bot, "getUpdates") > polls);
          }
          Patience.until(
              "everybody is told",
              () -> people.stream()
                  .allMatch(person -> !told(telegram, bot, person).isEmpty()));
        }
        Patience.until("all are given up there", () -> telegram.pending(bot) == 0);

        assertThat(handedOver).isLessThan(Duration.ofSeconds(10));
        assertThat(site.number(LINKS)).as("once for each").isEqualTo(people.size() + 1L);
        assertThat(told(telegram, bot, blocks)).isEmpty();
        assertThat(people)
            .allSatisfy(person -> assertThat(told(telegram, bot, person))
                .allMatch(text -> text.contains("#token=") || text.contains("made already"))
                .filteredOn(text -> text.contains("#token="))
                .as("one link, however often it was said")
                .satisfies(links -> assertThat(Set.copyOf(links).size()).isLessThanOrEqualTo(1)));
      }
    }
  }

  /** What the bot has said to somebody. */
  private static List<String> told(
      TelegramSimulator telegram, TelegramSimulator.Bot bot, Person person) {
    return telegram.chat(person, bot).stream()
        .filter(TelegramSimulator.Message::byBot)
        .map(TelegramSimulator.Message::text)
        .toList();
  }

  @Test
  @DisplayName("[L41] what Telegram delivers to two servers at once, and again, is done once")
  void delivered_twice() {
    Site site = site();
    site.set("TELEGRAM_WEBHOOK_SECRET", SECRET);
    try (TwoServers servers = TwoServers.start(site)) {
      Patience.until("Telegram is told where", () -> api.asked("setWebhook"));
      for (int round = 1; round <= 5; round++) {
        ObjectNode login = BotApi.message(3000 + round, round, "/login");
        assertThat(Race.of(4, n -> deliver(servers.of(n), SECRET, login.toString())))
            .containsOnly(204);
        assertThat(deliver(servers.other(), SECRET, login.toString())).isEqualTo(204);
        assertThat(site.number(LINKS)).isEqualTo(round);
        assertThat(api.toldOf(round)).isTrue();
      }
      ObjectNode forged = BotApi.message(4000, 7, "/login");
      for (String wrong : List.of("", "another-secret-of-somebody", SECRET + "x")) {
        assertThat(deliver(servers.one(), wrong, forged.toString())).isEqualTo(401);
      }
      for (String nothing : List.of("", "{}", "[1]", "nothing")) {
        assertThat(deliver(servers.one(), SECRET, nothing)).as(nothing).isEqualTo(400);
      }
      String longer = forged.toString().replace("/login", "x".repeat(64 * 1024));
      assertThat(deliver(servers.one(), SECRET, longer))
          .as("it need not come again")
          .isEqualTo(204);
      assertThat(deliver(servers.one(), SECRET + "x", longer)).isEqualTo(401);
      assertThat(site.number(LINKS)).isEqualTo(5);
      assertThat(api.polls()).as("nobody fetches").isZero();
    }
  }

  private static int deliver(Program server, String secret, String update) {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create(server.base() + "/telegram/webhook"))
                  .header("Host", Site.HOST)
                  .header("Content-Type", "application/json")
                  .header("X-Telegram-Bot-Api-Secret-Token", secret)
                  .POST(HttpRequest.BodyPublishers.ofString(update))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}

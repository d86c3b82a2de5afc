package dev.gatehouse.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.application.Job;
import dev.gatehouse.application.handshake.BeginHandshake;
import dev.gatehouse.application.telegram.TelegramUpdates;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.identity.ProviderProfile;
import dev.gatehouse.messages.IcuMessages;
import dev.gatehouse.telegram.BotApiServer.Call;
import dev.gatehouse.telegram.Telegram.BotHouse;
import dev.gatehouse.telegram.Telegram.BotListener;
import dev.gatehouse.telegram.Telegram.BotSettings;
import dev.gatehouse.telegram.Telegram.BotToken;
import dev.gatehouse.telegram.Telegram.OwnCommands;
import dev.gatehouse.telegram.Telegram.Places;
import dev.gatehouse.telegram.Telegram.RunningBot;
import dev.gatehouse.telegram.Telegram.Webhook;
import dev.gatehouse.telegram.Telegram.WebhookSecret;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Vouched;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A bot in a house, at the Bot API of {@link BotApiServer}, and people who talk with it. Waiting moves the clock and takes no time. */
final class Talk implements AutoCloseable {
  static final HttpClient CLIENT = HttpClient.newHttpClient();
  static final String SECRET = "a_secret-of-the-webhook";
  static final Webhook WEBHOOK = new Webhook(
      URI.create("https://customers.example.com/telegram/webhook"),
      List.of(new WebhookSecret(SECRET)));

  private final House house;
  private final BotApiServer api;
  private final Places places;
  private final OwnCommands own;
  private final RunningBot bot;
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final List<Boolean> leads = new CopyOnWriteArrayList<>();
  private final List<Talk> elsewhere = new CopyOnWriteArrayList<>();
  private long last = 500;

  private Talk(
      House house, BotApiServer api, Places places, OwnCommands own, Optional<Webhook> webhook) {
    this.house = house;
    this.api = api;
    this.places = places;
    this.own = own;
    this.bot = assembled(webhook);
  }

  private RunningBot assembled(Optional<Webhook> webhook) {
    return BotAssembly.of(
        new BotSettings(
            house.realm(),
            new BotToken(BotApiServer.TOKEN),
            api.root(),
            webhook,
            "https://customers.example.com",
            "https://customers.example.com/bot-link#token="),
        new BotHouse(
            house.gatehouse(),
            house.storage().leases(),
            IcuMessages.open(),
            CLIENT,
            house.clock(),
            bytes -> System.arraycopy(Fixtures.bytes(bytes.length), 0, bytes, 0, bytes.length),
            new BotListener() {
              @Override
              public void warned(String words) {
                warnings.add(words);
              }

              @Override
              public void leads(boolean now) {
                leads.add(now);
              }
            },
            places,
            own),
        this::sleep);
  }

  /** As of other threads, here and elsewhere, the lease is renewed meanwhile. */
  private void sleep(Duration time) {
    Duration left = time;
    while (!left.isZero()) {
      Duration step = left.compareTo(Poller.RENEWAL) < 0 ? left : Poller.RENEWAL;
      house.clock().advance(step);
      left = left.minus(step);
      renew();
      elsewhere.forEach(Talk::renew);
    }
  }

  /** Where updates are fetched. */
  private void renew() {
    bot.jobs().stream()
        .filter(job -> job.name().equals("telegram-lease"))
        .forEach(job -> job.work().run());
  }

  /** Whose bots know people as the one here does. */
  private static House newHouse() {
    return House.over(new InMemoryStorage()).with(Telegram.PROVIDER);
  }

  static Talk begun() {
    return in(newHouse());
  }

  static Talk in(House house) {
    return new Talk(house, new BotApiServer(), Places.NONE, OwnCommands.NONE, Optional.empty())
        .leading();
  }

  static Talk with(Places places, OwnCommands own) {
    return new Talk(newHouse(), new BotApiServer(), places, own, Optional.empty()).leading();
  }

  static Talk delivered(Webhook webhook) {
    return new Talk(
        newHouse(), new BotApiServer(), Places.NONE, OwnCommands.NONE, Optional.of(webhook));
  }

  /** Another node at the same Bot API and the same store. */
  Talk another() {
    return new Talk(
        house.node(house.storage()), api, Places.NONE, OwnCommands.NONE, Optional.empty());
  }

  /** Another node at the same store, with a way of its own to the Bot API. */
  Talk elsewhere() {
    Talk talk = new Talk(
        house.node(house.storage()),
        new BotApiServer(),
        Places.NONE,
        OwnCommands.NONE,
        Optional.empty());
    elsewhere.add(talk);
    return talk;
  }

  private Talk leading() {
    run("telegram-lease");
    return this;
  }

  House house() {
    return house;
  }

  BotApiServer api() {
    return api;
  }

  RunningBot bot() {
    return bot;
  }

  List<String> warnings() {
    return warnings;
  }

  List<Boolean> leads() {
    return leads;
  }

  void run(String name) {
    bot.jobs().stream()
        .filter(job -> job.name().equals(name))
        .map(Job::work)
        .findFirst()
        .orElseThrow()
        .run();
  }

  /** Renews the lease and fetches once; something must have been delivered. */
  void poll() {
    run("telegram-lease");
    run("telegram-poll");
  }

  long next() {
    last++;
    return last;
  }

  /** What the bot says to a message: what was said since, joined. */
  String says(long person, String text) {
    return says(BotApiServer.message(next(), person, text));
  }

  String presses(long person, String data) {
    return says(BotApiServer.press(next(), person, person, data));
  }

  String says(ObjectNode update) {
    // nobody here is throttled who is not to be
    house.clock().advance(Duration.ofSeconds(3));
    return comesAgain(update);
  }

  String comesAgain(ObjectNode update) {
    int before = api.said().size();
    api.deliver(update);
    poll();
    List<Call> said = api.said();
    return String.join(
        "\n", said.subList(before, said.size()).stream().map(Call::text).toList());
  }

  /** What the bot says to an update that comes again, to another node. */
  String deal(ObjectNode update) {
    house.clock().advance(Duration.ofSeconds(3));
    int before = api.said().size();
    TelegramUpdates.Outcome outcome = assembled(Optional.of(WEBHOOK))
        .updates()
        .handle(Optional.of(SECRET), Utf8.bytes(update.toString()));
    assertThat(outcome).isEqualTo(TelegramUpdates.Outcome.HANDLED);
    List<Call> said = api.said();
    return String.join(
        "\n", said.subList(before, said.size()).stream().map(Call::text).toList());
  }

  BeginHandshake.Begun begin() {
    return house.gatehouse().beginHandshake().handle(house.client("192.0.2.99"));
  }

  static ProvenIdentity identity(long person) {
    return ProvenIdentity.of(
        new Identity(new ProviderKey("telegram"), Long.toString(person)),
        new ProviderProfile(Optional.of("Ada"), Optional.of("ada_l"), Optional.empty()));
  }

  /** Somebody who signs in by Telegram. */
  Vouched vouched(long person) {
    return new Vouched(house, identity(person));
  }

  /** What the buttons below it send. */
  static List<String> data(Call said) {
    List<String> data = new ArrayList<>();
    said.buttons().forEach(button -> data.add(button.path("callback_data").asText()));
    return data;
  }

  @Override
  public void close() {
    api.close();
  }
}

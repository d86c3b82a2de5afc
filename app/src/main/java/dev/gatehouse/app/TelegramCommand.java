package dev.gatehouse.app;

import dev.gatehouse.app.config.Configuration;
import dev.gatehouse.app.config.Key;
import dev.gatehouse.app.config.Misconfigured;
import dev.gatehouse.app.config.Mistake;
import dev.gatehouse.app.config.Mode;
import dev.gatehouse.app.seeing.Logs;
import dev.gatehouse.telegram.simulator.TelegramSimulator;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Bot;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code telegram}. */
@Command(
    name = "telegram",
    description = "A stand-in for Telegram, for trying every door without a bot.",
    synopsisSubcommandLabel = "COMMAND")
final class TelegramCommand {
  /**
   * {@code telegram simulate}: the stand-in, and beside it what {@code dev} runs, which takes it for Telegram. A server in another process can do so too,
   * told what is printed.
   */
  @Command(
      name = "simulate",
      description =
          "Runs ./gatehouse dev beside a stand-in for Telegram, with a telephone to click on, on this machine only.")
  static final class Simulate implements Callable<Integer> {
    /** The same each time: accounts that were made with it are found again. */
    private static final long BOT = 7_000_000_001L;

    private final Outside outside;

    @Option(names = "--config", description = "Instead of ./gatehouse.conf.")
    private Optional<Path> file = Optional.empty();

    @Option(
        names = "--host",
        defaultValue = "127.0.0.1",
        description =
            "Where the stand-in listens: a loopback address, ${DEFAULT-VALUE} unless said.")
    private InetAddress host = InetAddress.getLoopbackAddress();

    @Option(
        names = "--port",
        defaultValue = "8081",
        description = "The port of the stand-in, ${DEFAULT-VALUE} unless said; 0 picks a free one.")
    private int port;

    @Option(
        names = "--alone",
        description = "Without the server: prints what a ./gatehouse dev elsewhere is to be told.")
    private boolean alone;

    @Option(
        names = "--token",
        description = "Of the bot, so that it is the same the next time; made up unless said.")
    private Optional<String> token = Optional.empty();

    Simulate(Outside outside) {
      this.outside = outside;
    }

    @Override
    public Integer call() throws InterruptedException {
      Logs.forPeople();
      if (alone) {
        return stand();
      }
      try (TelegramSimulator telegram = started()) {
        Map<String, String> environment = new HashMap<>(outside.environment());
        environment.putAll(told(telegram, bot(telegram)));
        if (!outside.given(file).says(Key.REALMS_FILE)) {
          environment.put(Key.REALMS_FILE.variable(), realms(telegram.base()).toString());
        }
        Outside wired =
            new Outside(environment, outside.world(), outside.in(), outside.out(), outside.err());
        Configuration config = Configuration.read(wired.given(file), Mode.DEV);
        return new Life(wired).live(config, gatehouse -> {
          telegram.signInAt(gatehouse);
          outside.out().println("telegram " + telegram.base());
        });
      }
    }

    /** The one realm that there is without such a file, at home on the stand-in's website too: that is where OpenID sends people back to. */
    private static Path realms(URI telegram) {
      String origins = "\"" + telegram + "\", \"http://localhost:" + telegram.getPort() + "\"";
      try {
        Path realms = Files.createTempFile("gatehouse-realms", ".json");
        realms.toFile().deleteOnExit();
        return Files.writeString(
            realms,
            "{\"realms\": [{\"key\": \"main\", \"default\": true, \"origins\": [" + origins
                + "]}]}");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private int stand() throws InterruptedException {
      Closing closing = new Closing();
      closing.onSignal();
      TelegramSimulator telegram = closing.during(() -> closing.add(started()));
      Map<String, String> told = told(telegram, bot(telegram));
      outside.out().println(ReadyFile.line(telegram.base()));
      told.forEach((variable, value) -> outside.out().println(variable + "=" + value));
      outside.out().flush();
      Closing.untilTheEnd();
      return 0;
    }

    private TelegramSimulator started() {
      World world = outside.world();
      try {
        return TelegramSimulator.start(
            new Settings(host, port, world.clock(), world.randomness()::fill, Optional.empty()));
      } catch (IllegalArgumentException refused) {
        throw new Misconfigured(new Mistake(
            "--host or --port",
            "would not do: " + refused.getMessage(),
            "a loopback address, and 0 to 65535"));
      } catch (UncheckedIOException taken) {
        throw new Misconfigured(new Mistake(
            "--port",
            "is " + port + ", on which something listens already, or may not be used",
            "a free port; 0 finds one"));
      }
    }

    private Bot bot(TelegramSimulator telegram) {
      try {
        return telegram.add(Bot.of(
                token.orElseGet(() -> telegram.newToken(BOT)), "House of Tea", "house_of_tea_bot")
            .withMiniApp(telegram.base() + "/miniapp"));
      } catch (IllegalArgumentException refused) {
        throw new Misconfigured(new Mistake(
            "--token", "is none", "a bot token such as 7000000001:AAbc, which may be made up"));
      }
    }

    /** What a server has to be told to take it for Telegram. */
    private static Map<String, String> told(TelegramSimulator telegram, Bot bot) {
      Map<String, String> told = new LinkedHashMap<>();
      told.put(Key.TELEGRAM_BOT_TOKEN.variable(), bot.token());
      told.put(Key.TELEGRAM_BOT_USERNAME.variable(), bot.username());
      told.put(Key.TELEGRAM_API_URL.variable(), telegram.base().toString());
      told.put(Key.TELEGRAM_CLIENT_SECRET.variable(), bot.clientSecret());
      told.put(Key.TELEGRAM_OIDC_ISSUER.variable(), telegram.base().toString());
      return told;
    }
  }
}

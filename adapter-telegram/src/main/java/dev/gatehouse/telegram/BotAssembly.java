package dev.gatehouse.telegram;

import dev.gatehouse.application.Job;
import dev.gatehouse.application.telegram.Messenger;
import dev.gatehouse.application.telegram.TelegramUpdates;
import dev.gatehouse.telegram.Telegram.BotHouse;
import dev.gatehouse.telegram.Telegram.BotListener;
import dev.gatehouse.telegram.Telegram.BotSettings;
import dev.gatehouse.telegram.Telegram.RunningBot;
import dev.gatehouse.telegram.Telegram.Webhook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts a bot together: one that fetches its updates, or one to which they are delivered. */
final class BotAssembly {
  /** For an answer while Telegram waits: it does so for a minute or so. */
  private static final Duration DELIVERED = Duration.ofSeconds(8);

  private static final Duration POLLS = Duration.ofMillis(250);
  private static final Duration INTRODUCTIONS = Duration.ofMinutes(1);

  private BotAssembly() {}

  static RunningBot of(BotSettings settings, BotHouse house, Patience patience) {
    BotApi api = new BotApi(
        new BotWire(house.client(), settings.api(), settings.token()),
        house.clock(),
        house.randomness(),
        patience,
        house.listener());
    Bot bot = new Bot(settings, house);
    RunningBot running = settings
        .webhook()
        .map(webhook -> delivered(bot, api, webhook, house.listener()))
        .orElseGet(() -> polling(bot, settings, house, api, patience));
    List<Job> jobs = new ArrayList<>(running.jobs());
    jobs.add(messages(settings, house, api));
    return new RunningBot(running.updates(), jobs, running.end());
  }

  private static Job messages(BotSettings settings, BotHouse house, BotApi api) {
    ChatMessages chats = new ChatMessages(api, new Words(house.messages()));
    Messenger messenger = house.gatehouse().messenger();
    return new Job(
        "telegram-messages", Messenger.DELIVERY, () -> messenger.deliver(settings.realm(), chats));
  }

  private static RunningBot delivered(Bot bot, BotApi api, Webhook webhook, BotListener listener) {
    Introduction introduction = new Introduction(
        api,
        bot,
        listener,
        () -> api.webhook(webhook.url().toString(), webhook.secrets().get(0).reveal()));
    return new RunningBot(
        new WebhookDoor(
            webhook.secrets(),
            update -> bot.handle(update).forEach(said -> api.say(said, DELIVERED, DELIVERED)),
            listener),
        List.of(new Job("telegram-introduction", INTRODUCTIONS, introduction::make)),
        () -> {});
  }

  private static RunningBot polling(
      Bot bot, BotSettings settings, BotHouse house, BotApi api, Patience patience) {
    Poller poller = new Poller(
        api,
        house.leases(),
        settings.token().botId(),
        new Answering(bot::handle, api, house.clock(), house.listener()),
        house.clock(),
        house.randomness(),
        patience,
        house.listener());
    Introduction introduction = new Introduction(api, bot, house.listener(), () -> {});
    return new RunningBot(
        TelegramUpdates.NONE,
        List.of(
            new Job("telegram-lease", Poller.RENEWAL, poller::renew),
            new Job("telegram-poll", POLLS, poller::poll),
            new Job("telegram-introduction", INTRODUCTIONS, introduction::make)),
        poller::stop);
  }

  /** Finds out what the bot is called, and tells Telegram what it can do; once, when it goes well. */
  private static final class Introduction {
    private final BotApi api;
    private final Bot bot;
    private final BotListener listener;
    private final Runnable more;
    private boolean made;
    private boolean warned;

    Introduction(BotApi api, Bot bot, BotListener listener, Runnable more) {
      this.api = api;
      this.bot = bot;
      this.listener = listener;
      this.more = more;
    }

    void make() {
      if (made) {
        return;
      }
      try {
        introduce();
        made = true;
      } catch (Unanswered later) {
        if (!warned) {
          listener.warned("Telegram cannot be told of the bot yet: " + later.getMessage());
        }
        warned = true;
      }
    }

    private void introduce() {
      bot.isCalled(api.username());
      more.run();
      api.commands("", bot.commands().menu(Locale.ENGLISH));
      bot.commands().menus().forEach(api::commands);
    }
  }
}

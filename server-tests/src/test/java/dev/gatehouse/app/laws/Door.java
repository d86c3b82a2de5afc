package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.app.Serving;
import dev.gatehouse.telegram.OpenIdStand;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A way in by Telegram, as a person there takes it, and whatever of ours is on the way. */
enum Door {
  MINI_APP {
    @Override
    Way prepared(Site site, AtTelegram who) {
      return miniApp(site, who.initData());
    }
  },
  /** By Telegram's own signature, for a bot whose token is not known here. */
  MINI_APP_SIGNED {
    @Override
    Way prepared(Site site, AtTelegram who) {
      return miniApp(site, who.signedInitData(site.node().now()));
    }
  },
  WIDGET {
    @Override
    Way prepared(Site site, AtTelegram who) {
      String fields = who.web();
      return more -> Ended.of(
          Call.post(site.node(), "/telegram/web").body(with(fields, more)).send());
    }
  },
  OPENID {
    @Override
    Way prepared(Site site, AtTelegram who) {
      Reply begun = new Call(site.node(), "GET", OPEN_ID + "/login").send().is(200);
      return more -> {
        Map<String, String> back =
            site.telegram().agree(URI.create(begun.at("/authorize_url")), who.name());
        return Ended.of(new Call(site.node(), "POST", OPEN_ID + "/login/callback")
            .json(and(
                more,
                "code",
                back.get("code"),
                "state",
                back.get("state"),
                "flow",
                begun.at("/flow")))
            .send());
      };
    }
  },
  /** The same without a script: by addresses alone, so nothing secret goes with it. */
  NAVIGATION {
    @Override
    Way prepared(Site site, AtTelegram who) {
      return more -> {
        Navigator browser = new Navigator(site.node());
        String terms = Arrays.asList(more).contains("tos_accepted") ? "?tos_accepted=true" : "";
        Reply out = browser.navigate(OPEN_ID + "/start" + terms, "same-origin").is(302);
        URI back = URI.create(Navigator.agreed(out.header("Location").orElseThrow(), who.name()));
        return Ended.of(
            browser,
            browser
                .navigate(back.getRawPath() + "?" + back.getRawQuery(), "cross-site")
                .is(302));
      };
    }
  },
  MOBILE_ID_TOKEN {
    @Override
    Way prepared(Site site, AtTelegram who) {
      String token = site.telegram().idToken(who.name());
      return more -> Ended.of(new Call(site.node(), "POST", MOBILE + "/oidc")
          .json(and(more, "id_token", token))
          .send());
    }
  },
  /** The same, asked for with a nonce of ours. */
  NATIVE_TOKEN {
    @Override
    Way prepared(Site site, AtTelegram who) {
      String nonce =
          new Call(site.node(), "POST", "/api/v1/oauth/nonce").send().is(200).at("/nonce");
      String token = site.telegram().idToken(who.name(), TelegramOpenIdTest.inTheToken(nonce));
      return more -> Ended.of(new Call(site.node(), "POST", OPEN_ID + "/token")
          .json(and(more, "id_token", token, "nonce", nonce))
          .send());
    }
  },
  MOBILE_CALLBACK {
    @Override
    Way prepared(Site site, AtTelegram who) {
      String fields = who.mobile();
      return more -> Ended.of(new Call(site.node(), "POST", MOBILE + "/callback")
          .body(with(fields, more))
          .send());
    }
  },
  HANDSHAKE {
    @Override
    Way prepared(Site site, AtTelegram who) {
      Reply begun = new Call(site.node(), "POST", AtTelegram.HANDSHAKE).send().is(200);
      who.answers(site.node(), begun.at("/token"), "match_code", begun.at("/match_code"))
          .is(200);
      return more -> Ended.of(new Call(site.node(), "POST", AtTelegram.HANDSHAKE + "/status")
          .json(and(more, "token", begun.at("/token"), "flow", begun.at("/flow")))
          .send());
    }
  },
  BOT_LINK {
    @Override
    Way prepared(Site site, AtTelegram who) {
      Reply given = Call.post(site.node(), "/telegram/generate-login-link", "telegram_id", who.id())
          .bot()
          .send();
      return more -> Ended.of(
          given.status() == 200
              ? Call.post(
                      site.node(),
                      "/telegram/bot-link",
                      and(more, "token", given.at("/token"), "confirm", true))
                  .send()
              : given);
    }
  },
  /** Signs nobody in: the program of a bot has it as its store of people. */
  BOT_USER {
    @Override
    Way prepared(Site site, AtTelegram who) {
      return more -> Ended.ofBot(new Call(site.node(), "POST", "/api/v1/telegram/bot/user")
          .bot()
          .json(and(more, "telegram_id", who.id()))
          .send());
    }
  };

  static final String IN = "IN";
  static final String SECOND_FACTOR = "SECOND_FACTOR";

  private static final String OPEN_ID = "/api/v1/oauth/telegram";
  private static final String MOBILE = "/api/v1/mobile/auth/telegram";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A node, and Telegram's OpenID where it knows one. */
  record Site(Serving node, Optional<OpenIdStand> openId) {
    Site(Serving node, OpenIdStand openId) {
      this(node, Optional.of(openId));
    }

    OpenIdStand telegram() {
      return openId.orElseThrow();
    }
  }

  /** What a person has in hand: it may be tried again where nothing came of it. */
  interface Way {
    /** @param more members, in turn with their values, of the request that may make an account */
    Ended go(Object... more);
  }

  abstract Way prepared(Site site, AtTelegram who);

  /** Whether it lets anybody in, or only says who that is. */
  boolean signsIn() {
    return this != BOT_USER;
  }

  /** Whether a secret can go with it: not where all there is of it are addresses. */
  boolean takesInvitations() {
    return this != NAVIGATION;
  }

  static Stream<Door> all() {
    return Arrays.stream(values());
  }

  /** Takes the way, with the terms. */
  Ended enter(Site site, AtTelegram who) {
    return prepared(site, who).go("tos_accepted", true);
  }

  /**
   * How it ended.
   *
   * @param code {@link #IN}, {@link #SECOND_FACTOR}, or that of a refusal
   * @param newcomer whether the answer says that the account is new; a navigation's says nothing
   * @param ticket for what is due, or to keep the account by
   * @param access empty where cookies hold it
   */
  record Ended(
      String code,
      String account,
      Optional<Boolean> newcomer,
      String ticket,
      String access,
      Optional<Navigator> browser) {

    static Ended refused(String code) {
      return new Ended(code, "", Optional.empty(), "", "", Optional.empty());
    }

    static Ended of(Reply reply) {
      boolean in = reply.status() == 200;
      boolean due = in && found(reply, "requires_2fa").equals("true");
      if (!in || due) {
        givesNoTokens(reply);
      }
      return new Ended(
          due ? SECOND_FACTOR : in ? IN : reply.code(),
          in && !due ? reply.json().findValue("user").path("id").asText() : "",
          in && !due ? Optional.of(Boolean.valueOf(found(reply, "is_new_user"))) : Optional.empty(),
          due ? found(reply, "tfa_token") : found(reply, "restore_token"),
          found(reply, "access_token"),
          Optional.empty());
    }

    private static Ended ofBot(Reply reply) {
      givesNoTokens(reply);
      return new Ended(
          reply.status() == 200 ? IN : reply.code(),
          reply.at("/id"),
          Optional.of(reply.json().path("is_new_user").asBoolean()),
          "",
          "",
          Optional.empty());
    }

    private static Ended of(Navigator browser, Reply reply) {
      String to = reply.header("Location").orElseThrow();
      assertThat(to).startsWith("/");
      String code = to.contains("error=")
          ? to.replaceAll(".*[?&]error=([^&]+).*", "$1")
          : to.contains("due=second_factor") ? SECOND_FACTOR : IN;
      assertThat(browser.cookie("access_token").isEmpty()).isEqualTo(!code.equals(IN));
      assertThat(browser.cookie("refresh_token").isEmpty()).isEqualTo(!code.equals(IN));
      return new Ended(
          code,
          code.equals(IN)
              ? browser.navigate("/api/v1/auth/me", "same-origin").is(200).at("/id")
              : "",
          Optional.empty(),
          code.equals(SECOND_FACTOR)
              ? browser.cookie("tfa_token")
              : browser.cookie("restore_token"),
          "",
          Optional.of(browser));
    }

    /** Goes on with a ticket, where it is: in the browser's cookie, or in hand. */
    Reply goOn(Site site, String path, Object... members) {
      return browser
          .map(navigator -> navigator.post(path, members))
          .orElseGet(() ->
              new Call(site.node(), "POST", path).json(members).bearer(ticket).send());
    }
  }

  private static Way miniApp(Site site, String initData) {
    return more ->
        Ended.of(Call.post(site.node(), "/telegram/miniapp", and(more, "init_data", initData))
            .send());
  }

  private static String found(Reply reply, String name) {
    JsonNode value = reply.json().findValue(name);
    return value == null || value.isNull() ? "" : value.asText();
  }

  private static void givesNoTokens(Reply reply) {
    assertThat(reply.text()).doesNotContain("gtr_", "\"access_token\":\"");
    assertThat(reply.cookies()).isEmpty();
  }

  private static Object[] and(Object[] members, Object... more) {
    return Stream.concat(Arrays.stream(members), Arrays.stream(more)).toArray();
  }

  private static String with(String json, Object... more) {
    try {
      ObjectNode object = (ObjectNode) MAPPER.readTree(json);
      for (int i = 0; i < more.length; i += 2) {
        object.set(more[i].toString(), MAPPER.valueToTree(more[i + 1]));
      }
      return object.toString();
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}

package dev.gatehouse.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.handshake.HandshakeId;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ProviderProfile;
import dev.gatehouse.domain.identity.ShownProof;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Somebody at Telegram, and what Telegram says of him: as the fakes of the house are told. */
record AtTelegram(House house, Realm realm, long id) {
  static final String HANDSHAKE = "/api/v1/oauth/telegram/magic-link";

  /** Like nobody else. */
  static AtTelegram somebody(House house) {
    return new AtTelegram(
        house, house.realm(), Long.parseLong(Fixtures.unique().substring(0, 12), 16) + 1);
  }

  /** Whose identity that account has. */
  static AtTelegram ownerOf(House house, Account account) {
    AtTelegram somebody = somebody(house);
    house.storage().store().atomically(unit -> {
      unit.accounts().lock(account.id());
      return unit.identities()
          .link(LinkedIdentity.of(
              account.id(), account.realm(), somebody.person(), house.clock().instant()));
    });
    return somebody;
  }

  AtTelegram in(Realm other) {
    return new AtTelegram(house, other, id);
  }

  ProvenIdentity person() {
    return ProvenIdentity.of(
        new Identity(Linked.TELEGRAM, Long.toString(id)),
        new ProviderProfile(Optional.of("Ada L"), Optional.of("ada_l"), Optional.empty()));
  }

  private ShownProof said(String kind, Map<String, String> fields) {
    return house
        .proofs()
        .tell(
            realm.key(),
            new ShownProof(Linked.TELEGRAM, kind, fields),
            person(),
            house.clock().instant(),
            Optional.of("ref_1"),
            Optional.empty());
  }

  String initData() {
    return said("miniapp", Map.of("init_data", "user=" + id + "&hash=" + Fixtures.unique()))
        .fields()
        .getOrDefault("init_data", "");
  }

  /** With a number for a number, as the widget gives it to a page. */
  ObjectNode widget() {
    Map<String, String> fields = new TreeMap<>(Map.of(
        "id",
        Long.toString(id),
        "auth_date",
        "1790000000",
        "hash",
        Fixtures.unique(),
        "new_one",
        "7"));
    said("widget", fields);
    ObjectNode json = Json.object();
    fields.forEach(json::put);
    return json.put("id", id).put("auth_date", 1_790_000_000L).put("new_one", 7);
  }

  /** What the widget gives, and what goes with it. */
  String web(String... more) {
    return with(widget(), more).toString();
  }

  /** What Telegram's SDK gives an app, and what goes with it. */
  String openId(String... more) {
    String token = said("id_token", Map.of("id_token", "e30." + id + "." + Fixtures.unique()))
        .fields()
        .getOrDefault("id_token", "");
    return with(Json.object().put("id_token", token), more).toString();
  }

  String mobile(String... more) {
    ObjectNode json = Json.object();
    json.set("auth_data", widget());
    json.putObject("device")
        .put("device_id", "phone-1")
        .put("platform", "android")
        .put("os_version", "16")
        .put("app_version", "2.1")
        .put("device_model", "Pixel 9");
    return with(json, more).toString();
  }

  private static ObjectNode with(ObjectNode json, String... more) {
    for (int i = 0; i < more.length; i += 2) {
      if (more[i + 1].equals("true")) {
        json.put(more[i], true);
      } else {
        json.put(more[i], more[i + 1]);
      }
    }
    return json;
  }

  /** Presses the button and types that number. */
  void confirm(String handshake, String number) {
    HandshakeId named = HandshakeId.parse(handshake).orElseThrow();
    house.gatehouse().openHandshake().handle(realm, named, person());
    house.gatehouse().confirmHandshake().handle(realm, named, person(), number);
  }

  /** The secret of a link that the bot gave. */
  String link() {
    return house.gatehouse().issueLoginLink().handle(realm, person()).token().reveal();
  }
}

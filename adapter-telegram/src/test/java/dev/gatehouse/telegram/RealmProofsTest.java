package dev.gatehouse.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ShownProof;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.IdentityProofs;
import dev.gatehouse.port.IdentityProofs.Verdict;
import dev.gatehouse.telegram.Telegram.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RealmProofsTest {
  private static final RealmKey MAIN = new RealmKey("main");

  private final IdentityProofs proofs = Telegram.proofs(
      Map.of(MAIN, Settings.of(Forge.bot()), new RealmKey("shop"), Settings.of(Forge.otherBot())));

  private static ShownProof miniApp(String initData) {
    return new ShownProof(Telegram.PROVIDER, "miniapp", Map.of("init_data", initData));
  }

  private static ShownProof widget(Map<String, String> fields) {
    return new ShownProof(Telegram.PROVIDER, "widget", fields);
  }

  @Test
  @DisplayName("[L06] a person is known by the number; names, picture and language are for show")
  void a_person_in_the_core_s_words() {
    Verdict.Proven proven = (Verdict.Proven)
        proofs.check(MAIN, miniApp(Forge.miniApp(Forge.miniAppFields())), Forge.NOW);

    ProvenIdentity person = proven.proof().person();
    assertThat(person.identity()).isEqualTo(new Identity(Telegram.PROVIDER, "279058397"));
    assertThat(person.also()).isEmpty();
    assertThat(person.profile().displayName()).contains("Vladislav + - ? / Kibenko");
    assertThat(person.profile().username()).contains("vdkfrost");
    assertThat(person.profile().picture()).contains("https://t.me/i/1.svg");
    assertThat(proven.parameter()).contains("ref_Alice-1");
    assertThat(proven.language()).contains(Locale.forLanguageTag("ru"));
  }

  @Test
  void what_is_absent_stays_absent_and_a_language_that_is_none_is_left_out() {
    for (String code :
        List.of("", ",\"language_code\":\"xx-" + "abcdefgh-".repeat(3) + "abcdefgh\"")) {
      Verdict.Proven proven = (Verdict.Proven) proofs.check(
          MAIN,
          miniApp(Forge.miniApp(Forge.TOKEN, "{\"id\":7" + code + "}", Forge.NOW)),
          Forge.NOW);

      assertThat(proven.proof().person().profile().displayName()).isEmpty();
      assertThat(proven.parameter()).isEmpty();
      assertThat(proven.language()).isEmpty();
    }
    Verdict.Proven brazilian = (Verdict.Proven) proofs.check(
        MAIN,
        miniApp(Forge.miniApp(Forge.TOKEN, "{\"id\":7,\"language_code\":\"pt_BR\"}", Forge.NOW)),
        Forge.NOW);
    assertThat(brazilian.language()).contains(Locale.forLanguageTag("pt-BR"));
  }

  @Test
  @DisplayName("[L06] OpenID's other name for a person is joined, and never passes for a number")
  void the_other_name_is_joined() {
    Forge.Signer signer = Forge.Signer.rsa("k");
    for (String sub : List.of("279058397", "7f3a")) {
      Telegram.Proof proof = Forge.proven(Forge.telegram(Forge.bot())
          .idToken(
              signer.token(Forge.claims("sub", "\"" + sub + "\"", "id", "5")),
              Optional.empty(),
              List.of(signer.published()),
              Forge.NOW));

      ProvenIdentity person = RealmProofs.person(proof);

      assertThat(person.identity()).isEqualTo(new Identity(Telegram.PROVIDER, "5"));
      assertThat(person.also()).contains(new Identity(Telegram.subjects(proof.bot()), sub));
    }
  }

  @Test
  @DisplayName("[L06] one name that two clients of OpenID were given is two, however long")
  void a_sub_is_its_client_s() {
    Forge.Signer signer = Forge.Signer.rsa("k");
    String sub = "s".repeat(255);
    List<Optional<Identity>> names = Stream.of(Forge.bot(), Forge.otherBot())
        .map(bot -> RealmProofs.person(Forge.proven(Forge.telegram(bot)
                .idToken(
                    signer.token(
                        Forge.claims("sub", "\"" + sub + "\"", "aud", "\"" + bot.id() + "\"")),
                    Optional.empty(),
                    List.of(signer.published()),
                    Forge.NOW)))
            .also())
        .toList();

    assertThat(names).doesNotContain(Optional.empty()).doesNotHaveDuplicates();
    assertThat(names).extracting(name -> name.orElseThrow().subject()).containsOnly(sub);
  }

  @Test
  @DisplayName("[L06] a bot of two realms is refused, be it known by its token or its id")
  void a_bot_of_two_realms() {
    Map<RealmKey, Settings> realms = Map.of(
        MAIN,
        Settings.of(Forge.otherBot(), Forge.bot()),
        new RealmKey("shop"),
        Settings.of(Telegram.Bot.withoutToken(Forge.BOT)));

    assertThatThrownBy(() -> Telegram.proofs(realms))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(Long.toString(Forge.BOT), "main", "shop");
  }

  @Test
  @DisplayName("[L12] no proof counts at the other door, nor in a realm of another bot")
  void a_proof_counts_at_its_door() {
    Map<String, String> fields = Forge.widget(Forge.widgetFields());
    String initData = Forge.miniApp(Forge.miniAppFields());
    Verdict forged = new Verdict.Refused("FORGED");

    assertThat(proofs.check(MAIN, widget(fields), Forge.NOW)).isInstanceOf(Verdict.Proven.class);
    assertThat(proofs.check(MAIN, miniApp(Forge.query(fields)), Forge.NOW)).isEqualTo(forged);
    assertThat(proofs.check(
            MAIN,
            widget(Forge.hashed(Forge.miniAppFields(), Forge.miniAppKey(Forge.TOKEN))),
            Forge.NOW))
        .isEqualTo(forged);
    RealmKey shop = new RealmKey("shop");
    assertThat(proofs.check(shop, widget(fields), Forge.NOW)).isEqualTo(forged);
    assertThat(proofs.check(shop, miniApp(initData), Forge.NOW)).isEqualTo(forged);
    assertThat(proofs.check(new RealmKey("crew"), miniApp(initData), Forge.NOW))
        .isEqualTo(new Verdict.Unasked());
  }
}

package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.Proof;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.identity.ShownProof;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.IdentityProofs;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link IdentityProofs} promises. */
public abstract class IdentityProofsContract {
  /** When it is. */
  protected static final Instant NOW = Instant.ofEpochSecond(1_790_000_000L);

  private static final Duration TOO_LONG = Duration.ofHours(25);

  /** Which judge the provider's words in {@link #realm}. */
  protected abstract IdentityProofs proofs();

  protected abstract RealmKey realm();

  /** What the provider says of somebody with that subject, at that time: of all that was said then, in nothing like another. */
  protected abstract ShownProof said(String subject, Instant at);

  private Proof proven(ShownProof shown, Instant now) {
    return proofs()
        .check(realm(), shown, now)
        .match(
            IdentityProofs.Verdict.Proven::proof,
            refused -> {
              throw new AssertionError(refused);
            },
            () -> {
              throw new AssertionError("nobody was asked");
            });
  }

  private String flaw(ShownProof shown) {
    return proofs()
        .check(realm(), shown, NOW)
        .match(proven -> "", IdentityProofs.Verdict.Refused::flaw, () -> "nobody was asked");
  }

  @Test
  @DisplayName("[L06] a genuine word names its person by provider and subject")
  void a_genuine_word_names_its_person() {
    ShownProof shown = said("279058397", NOW);

    assertThat(proven(shown, NOW).person().identity())
        .isEqualTo(new Identity(shown.provider(), "279058397"));
    assertThat(proven(said("42", NOW), NOW).person().identity())
        .isEqualTo(new Identity(shown.provider(), "42"));
  }

  @Test
  @DisplayName("[L12] the same word has the same digest each time, and another another")
  void a_word_has_its_digest() {
    ShownProof shown = said("42", NOW);

    assertThat(proven(shown, NOW).digest())
        .isEqualTo(proven(shown, NOW.plusSeconds(1)).digest())
        .isNotEqualTo(proven(said("42", NOW), NOW).digest())
        .isNotEqualTo(proven(said("43", NOW), NOW).digest());
  }

  @Test
  @DisplayName("[L12] a word is good until it says, and not from the future")
  void a_word_is_good_for_its_time() {
    ShownProof shown = said("42", NOW);
    Instant until = proven(shown, NOW).until();

    assertThat(until).isAfter(NOW).isBefore(NOW.plus(TOO_LONG));
    assertThat(proven(shown, until.minusMillis(1)).until()).isEqualTo(until);
    assertThat(proofs().check(realm(), shown, until))
        .isEqualTo(new IdentityProofs.Verdict.Refused("STALE"));
    assertThat(flaw(said("42", NOW.minus(TOO_LONG)))).isEqualTo("STALE");
    assertThat(flaw(said("42", NOW.plusSeconds(61)))).isEqualTo("FROM_THE_FUTURE");
  }

  @Test
  @DisplayName(
      "[L12] whatever is changed about a word is refused, and the flaw is a word for records")
  void a_changed_word_is_refused() {
    ShownProof shown = said("279058397", NOW);
    shown.fields().forEach((name, value) -> {
      Map<String, String> changed = new HashMap<>(shown.fields());
      changed.put(name, value + "0");
      assertThat(flaw(new ShownProof(shown.provider(), shown.kind(), changed)))
          .as(name)
          .matches("[A-Z_]{1,40}");
      changed.remove(name);
      assertThat(flaw(new ShownProof(shown.provider(), shown.kind(), changed)))
          .as("without " + name)
          .matches("[A-Z_]{1,40}");
    });
    assertThat(flaw(new ShownProof(shown.provider(), shown.kind(), Map.of())))
        .matches("[A-Z_]{1,40}");
  }

  @Test
  @DisplayName(
      "[L12] [L16] no word counts as one of another kind, another provider or in another realm")
  void a_word_counts_where_it_was_said() {
    ShownProof shown = said("42", NOW);

    assertThat(proofs()
            .check(realm(), new ShownProof(shown.provider(), "another", shown.fields()), NOW))
        .isEqualTo(new IdentityProofs.Verdict.Unasked());
    assertThat(proofs()
            .check(
                realm(),
                new ShownProof(new ProviderKey("another"), shown.kind(), shown.fields()),
                NOW))
        .isEqualTo(new IdentityProofs.Verdict.Unasked());
    assertThat(proofs().check(new RealmKey("another"), shown, NOW))
        .isEqualTo(new IdentityProofs.Verdict.Unasked());
  }

  @Test
  @DisplayName("[L40] neither what is shown nor what is said of it prints anything personal")
  void nothing_personal_is_printed() {
    ShownProof shown = said("279058397", NOW);
    assertThat(shown + " " + proofs().check(realm(), shown, NOW)).doesNotContain("279058397");
  }
}

package dev.gatehouse.domain.mail;

import static dev.gatehouse.domain.Given.SHOP_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.Chance;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.secret.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MailTest {
  private static final UUID ID = new UUID(7, 8);
  private static final EmailAddress TO = new EmailAddress("m\u00e4ry@example.com");

  private static Mail mail(Locale locale, Map<String, String> values) {
    return new Mail(ID, SHOP_KEY, Mail.Kind.VERIFICATION_CODE, TO, locale, values);
  }

  private static Mail again(Mail mail) {
    return Mail.fromBytes(mail.id(), mail.realm(), mail.kind(), mail.toBytes());
  }

  @Test
  void what_is_sealed_is_read_again() {
    Mail mail =
        mail(Locale.forLanguageTag("zh-Hant"), Map.of("code", "123456", "name", "M\u00e4ry"));
    assertThat(again(mail)).isEqualTo(mail);
    assertThat(again(mail(Locale.ENGLISH, Map.of()))).isEqualTo(mail(Locale.ENGLISH, Map.of()));
  }

  @Test
  void any_values_are_read_again() {
    List<String> tags = List.of("en", "ar", "zh-Hant", "es-419", "de-DE-u-co-phonebk", "fil", "he");
    Chance.histories(300, chance -> {
      Map<String, String> values = new HashMap<>();
      for (int left = chance.below(6); left > 0; left--) {
        values.put(chance.weird(4), chance.weird(60));
      }
      Mail mail = mail(Locale.forLanguageTag(chance.of(tags)), values);
      assertThat(again(mail)).isEqualTo(mail);
    });
  }

  @Test
  void equal_mails_have_equal_bytes_in_whatever_order_the_values_came() {
    Map<String, String> one = new LinkedHashMap<>();
    Map<String, String> other = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      one.put("key " + i, "value");
      other.put("key " + (19 - i), "value");
    }
    assertThat(mail(Locale.ENGLISH, one).toBytes())
        .isEqualTo(mail(Locale.ENGLISH, other).toBytes());
  }

  @Test
  void id_realm_and_kind_stand_beside_what_is_sealed() {
    byte[] bytes = mail(Locale.ENGLISH, Map.of()).toBytes();
    UUID other = new UUID(1, 1);
    Mail read = Mail.fromBytes(other, SHOP_KEY, Mail.Kind.SESSION_REUSED, bytes);
    assertThat(read)
        .isEqualTo(
            new Mail(other, SHOP_KEY, Mail.Kind.SESSION_REUSED, TO, Locale.ENGLISH, Map.of()));
  }

  @Test
  void a_damaged_mail_is_an_error_that_tells_nothing_of_it() {
    byte[] bytes = mail(Locale.ENGLISH, Map.of("code", "123456")).toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatIllegalStateException()
          .isThrownBy(() -> Mail.fromBytes(ID, SHOP_KEY, Mail.Kind.VERIFICATION_CODE, cut))
          .withMessage("mail " + ID + " is damaged");
    }
  }

  @Test
  void the_code_is_the_value_of_that_name() {
    assertThat(mail(Locale.ENGLISH, Map.of("code", "123456")).code()).contains("123456");
    assertThat(mail(Locale.ENGLISH, Map.of("other", "1")).code()).isEmpty();
  }

  @Test
  void a_mail_is_stale_when_its_code_or_link_is_dead_and_news_never_is() {
    Instant written = Instant.parse("2026-11-26T00:00:00Z");
    for (Mail.Kind kind : Mail.Kind.values()) {
      assertThat(kind.stale(Map.of(), written, written)).as("%s", kind).isFalse();
      assertThat(kind.stale(Map.of(), written, written.plus(Duration.ofDays(300))))
          .as("%s", kind)
          .isEqualTo(kind.life().isPresent() && kind != Mail.Kind.EMAIL_CHANGED_OLD);
      kind.life().filter(life -> kind != Mail.Kind.EMAIL_CHANGED_OLD).ifPresent(life -> {
        assertThat(kind.stale(Map.of(), written, written.plus(life).minusNanos(1)))
            .isFalse();
        assertThat(kind.stale(Map.of(), written, written.plus(life))).isTrue();
      });
    }
    assertThat(Mail.Kind.PASSWORD_RESET.life()).contains(Purpose.PASSWORD_RESET.life());
    assertThat(Mail.Kind.EMAIL_CHANGED_OLD.life()).contains(Duration.ofHours(72));
    assertThat(Mail.Kind.PASSWORD_CHANGED.life()).isEmpty();
  }

  @Test
  void an_invitation_says_itself_how_long_it_is_good() {
    Instant written = Instant.parse("2026-11-26T00:00:00Z");
    Map<String, String> week = Map.of("life", "P7D");
    assertThat(mail(Locale.ENGLISH, week).life()).contains(Duration.ofDays(7));
    assertThat(Mail.Kind.INVITATION.stale(
            week, written, written.plus(Duration.ofDays(7)).minusNanos(1)))
        .isFalse();
    assertThat(Mail.Kind.INVITATION.stale(week, written, written.plus(Duration.ofDays(7))))
        .isTrue();
    assertThat(mail(Locale.ENGLISH, Map.of()).life())
        .isEqualTo(mail(Locale.ENGLISH, Map.of()).kind().life());
  }

  @Test
  void the_values_cannot_be_changed_afterwards() {
    Map<String, String> values = new HashMap<>(Map.of("code", "123456"));
    Mail mail = mail(Locale.ENGLISH, values);
    values.put("code", "999999");
    assertThat(mail.code()).contains("123456");
    assertThatThrownBy(() -> mail.values().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}

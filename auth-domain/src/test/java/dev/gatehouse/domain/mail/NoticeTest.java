package dev.gatehouse.domain.mail;

import static dev.gatehouse.domain.Given.SHOP_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.gatehouse.domain.account.EmailAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NoticeTest {
  private static final UUID ID = new UUID(7, 8);
  private static final Mail.Kind KIND = Mail.Kind.NEW_DEVICE;

  private static Notice notice(Optional<EmailAddress> to) {
    return new Notice(ID, SHOP_KEY, KIND, to, Locale.GERMAN, Map.of("address", "192.0.2.1"));
  }

  @Test
  void what_is_sealed_is_read_again_with_an_address_and_without() {
    for (Optional<EmailAddress> to : List.of(
        Optional.of(new EmailAddress("m\u00e4ry@example.com")), Optional.<EmailAddress>empty())) {
      assertThat(Notice.fromBytes(ID, SHOP_KEY, KIND, notice(to).toBytes())).isEqualTo(notice(to));
    }
  }

  @Test
  @DisplayName("[L47] with an address it is a mail to the version before, byte for byte")
  void with_an_address_it_is_a_mail() {
    Notice notice = notice(Optional.of(new EmailAddress("mary@example.com")));
    Mail mail = notice.mail().orElseThrow();

    assertThat(mail.toBytes()).isEqualTo(notice.toBytes());
    assertThat(Mail.fromBytes(ID, SHOP_KEY, KIND, notice.toBytes())).isEqualTo(mail);
  }

  @Test
  void without_an_address_it_is_none() {
    Notice notice = notice(Optional.empty());

    assertThat(notice.mail()).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> Mail.fromBytes(ID, SHOP_KEY, KIND, notice.toBytes()));
  }
}

package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.port.Announcements;
import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.fake.InMemoryAnnouncements;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.House;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AnnouncementLawsInMemoryTest extends AnnouncementLaws {
  private final InMemoryAnnouncements channel = new InMemoryAnnouncements();

  @Override
  protected Storage storage() {
    return new InMemoryStorage();
  }

  @Override
  protected Announcements announcements() {
    return channel.beside();
  }

  @Test
  @DisplayName("[L22][L42] what was announced to nobody is refused with the next catch-up")
  void what_was_announced_to_nobody_is_refused_with_the_next_catch_up() {
    House.Person owner = house.person();
    Tokens victim = house.signIn(owner).tokens();
    House deaf = node().with(announcements());
    channel.lose(true);

    Revoker.SIGN_OUT.end(house, owner, victim, victim);
    assertThat(verify(deaf, victim).ok()).as("nothing was heard").isTrue();
    catchUp(deaf);

    assertThat(verify(deaf, victim).code()).isEqualTo(TOKEN_REJECTED);
  }
}

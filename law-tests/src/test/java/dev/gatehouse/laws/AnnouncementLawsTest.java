package dev.gatehouse.laws;

import dev.gatehouse.port.Announcements;
import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.fake.InMemoryAnnouncements;
import dev.gatehouse.testkit.law.AnnouncementLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class AnnouncementLawsTest extends AnnouncementLaws {
  @RegisterExtension
  final Databases databases = new Databases();

  private final InMemoryAnnouncements channel = new InMemoryAnnouncements();

  @Override
  protected Storage storage() {
    return databases.fresh();
  }

  @Override
  protected Announcements announcements() {
    return channel.beside();
  }
}

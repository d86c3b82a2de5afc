package dev.gatehouse.testkit.fake;

import dev.gatehouse.port.Announcements;
import dev.gatehouse.testkit.contract.AnnouncementsContract;

class InMemoryAnnouncementsContractTest extends AnnouncementsContract {
  private final InMemoryAnnouncements first = new InMemoryAnnouncements();

  @Override
  protected Announcements node() {
    return first.beside();
  }
}

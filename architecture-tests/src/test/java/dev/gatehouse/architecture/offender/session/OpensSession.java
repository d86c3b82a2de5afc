package dev.gatehouse.architecture.offender.session;

import dev.gatehouse.domain.session.Session;
import dev.gatehouse.port.Store;

final class OpensSession {
  void open(Store.Unit unit, Session session) {
    unit.sessions().open(session);
  }
}

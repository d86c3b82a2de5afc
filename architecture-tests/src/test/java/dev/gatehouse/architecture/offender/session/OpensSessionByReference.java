package dev.gatehouse.architecture.offender.session;

import dev.gatehouse.domain.session.Session;
import dev.gatehouse.port.Store;
import java.util.List;

final class OpensSessionByReference {
  void open(Store.Unit unit, List<Session> sessions) {
    sessions.forEach(unit.sessions()::open);
  }
}

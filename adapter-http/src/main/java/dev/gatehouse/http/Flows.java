package dev.gatehouse.http;

import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.session.Transport;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Handles of flows: a browser keeps its own as a cookie and everybody else in the body, so that a page can not bring in somebody else's. */
final class Flows {
  private Flows() {}

  /** The handle that is shown. */
  static Optional<FlowHandle> shown(Visit visit, FlowCookie kind) {
    if (visit.client().transport() == Transport.COOKIE) {
      return visit.cookie(visit.cookies().flow(kind)).flatMap(FlowHandle::parse);
    }
    Optional<String> given = visit.input().text("flow");
    Optional<FlowHandle> flow = given.flatMap(FlowHandle::parse);
    if (given.isPresent() && flow.isEmpty()) {
      throw Input.rejected(List.of(Problem.Flaw.text(
          "/flow", given.get(), "what the request answered by which this was begun")));
    }
    return flow;
  }

  /**
   * Hands a new one out.
   *
   * @param answer with the handle, where it goes into the body
   */
  static Answer begun(
      Visit visit,
      FlowCookie kind,
      FlowHandle flow,
      Function<Optional<FlowHandle>, Answer> answer) {
    return visit.client().transport() == Transport.COOKIE
        ? answer.apply(Optional.empty()).cookie(visit.cookies().flow(kind, flow.text()))
        : answer.apply(Optional.of(flow));
  }

  /** Takes it away again, where it is a cookie. */
  static Answer ended(Visit visit, FlowCookie kind, Answer answer) {
    return visit.cookie(visit.cookies().flow(kind)).isPresent()
        ? answer.cookie(visit.cookies().noFlow(kind))
        : answer;
  }
}

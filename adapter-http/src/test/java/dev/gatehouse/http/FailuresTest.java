package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What fails beside or below our own handlers is a problem too, and told inside. */
class FailuresTest {
  @Test
  @DisplayName(
      "[L40] what fails outside of every handler of ours is one face outside, and told inside")
  void what_fails_beside_our_handlers_is_told_and_answered() {
    List<Throwable> failures = List.of(
        new IllegalStateException("the secret of the house"),
        new StackOverflowError("the secret of the house"),
        new LinkageError("the secret of the house"));
    try (Node node = Node.production()) {
      List<Throwable> thrown = new ArrayList<>();
      Javalin broken = Javalin.create(config -> {
        new Assembly(node.surroundings()).configure(config);
        // past Gate and Problems: once within Javalin, once below it
        config.routes.get("/handler", context -> raise(thrown));
        config.routes.before("/nowhere", context -> raise(thrown));
        config.jetty.modifyServletContextHandler(context ->
            context.addServlet(new ServletHolder(new Raising(() -> raise(thrown))), "/servlet"));
      });
      broken.start();
      try {
        for (Throwable failure : failures) {
          thrown.add(failure);
          for (String path : List.of("/handler", "/nowhere", "/servlet")) {
            node.unexpected.clear();
            Reply reply = RawSocket.sendToBroken(
                node,
                broken.port(),
                "GET " + path + " HTTP/1.1\r\nHost: " + Node.HOST
                    + "\r\nConnection: close\r\n\r\n");
            reply.is(500, "INTERNAL_ERROR");
            assertThat(reply.text()).doesNotContain("secret", "Exception", "Error:");
            assertThat(node.unexpected).as(path).hasSize(1);
            assertThat(root(node.unexpected.get(0))).as(path).isSameAs(failure);
          }
        }
      } finally {
        Assembly.stop(broken);
      }
    }
  }

  private static Throwable root(Throwable failure) {
    return failure.getCause() == null ? failure : root(failure.getCause());
  }

  private static void raise(List<Throwable> thrown) {
    Throwable latest = thrown.get(thrown.size() - 1);
    if (latest instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) latest;
  }

  private static final class Raising extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient Runnable raising;

    Raising(Runnable raising) {
      this.raising = raising;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
      raising.run();
    }
  }
}

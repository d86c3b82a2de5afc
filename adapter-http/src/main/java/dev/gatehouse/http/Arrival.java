package dev.gatehouse.http;

import io.micrometer.core.instrument.Clock;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Takes in the body of a request, and no more of it than may be, before anybody works on it (L38): who sends it slowly keeps no thread meanwhile, and is not waited for
 * forever. Of many that send slowly as many are taken in as the memory has room for, with all that a request costs beside its body. What is too long is taken to its end first, within reason: a client that is still writing when the connection is cut may never read why.
 */
final class Arrival extends Handler.Wrapper {
  static final int MOST_BYTES = 64 * 1024;

  /** What is read of a body that is too long, and thrown away: it costs neither thread nor memory. */
  private static final int SWALLOWED_BYTES = 8 * 1024 * 1024;

  /** For all bodies together that are still coming; beyond that only small ones are taken in, which is what honest ones are. */
  private static final int MOST_HELD_BYTES = 16 * 1024 * 1024;

  private static final int SMALL_BYTES = 4 * 1024;

  private final Clock clock;
  private final Duration patience;
  private final int mostComing;
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger coming = new AtomicInteger();

  /**
   * @param patience how long a body may take, however steadily it comes, and how long nothing of it may come
   * @param mostComing requests at most whose body is still coming; a body that comes along with its headers does not count
   */
  Arrival(Clock clock, Duration patience, int mostComing) {
    this.clock = clock;
    this.patience = patience;
    this.mostComing = mostComing;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Body body = new Body(request, () -> goOn(request, response, callback));
    return !body.arrived() || super.handle(request, response, callback);
  }

  /** On the thread that took the last of the body in. */
  private void goOn(Request request, Response response, Callback callback) {
    try {
      if (!super.handle(request, response, callback)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Exception | Error failure) {
      Response.writeError(request, response, callback, failure);
    }
  }

  /** What has come of a body. */
  private final class Body implements Runnable {
    private final Request request;
    private final Runnable whole;
    private final long began = clock.monotonicTime();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
    private int swallowed;
    private long betweenRequests;
    private boolean counted;

    Body(Request request, Runnable whole) {
      this.request = request;
      this.whole = whole;
    }

    @Override
    public void run() {
      if (arrived()) {
        whole.run();
      }
    }

    /** Takes in what there is; whether that was all. If not, this goes on when there is more. */
    boolean arrived() {
      while (true) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          if (clock.monotonicTime() - began > patience.toNanos()) {
            return end(Bodies.Received.refused(Fault.REQUEST_TIMEOUT.thrown()));
          }
          if (!counted && !count()) {
            return end(Bodies.Received.refused(Fault.UNAVAILABLE.thrown()));
          }
          request.demand(this);
          return false;
        }
        if (Content.Chunk.isFailure(chunk)) {
          return end(Bodies.Received.refused(why(chunk.getFailure())));
        }
        take(chunk);
        if (bytes.size() > SMALL_BYTES && held.get() > MOST_HELD_BYTES) {
          return end(Bodies.Received.refused(Fault.UNAVAILABLE.thrown()));
        }
        if (chunk.isLast() || swallowed > SWALLOWED_BYTES) {
          return end(received());
        }
      }
    }

    /** Among those that are still coming; not if there are enough of them. */
    private boolean count() {
      counted = true;
      betweenRequests = connection().getIdleTimeout();
      connection().setIdleTimeout(patience.toMillis());
      return coming.incrementAndGet() <= mostComing;
    }

    private EndPoint connection() {
      return request.getConnectionMetaData().getConnection().getEndPoint();
    }

    private void take(Content.Chunk chunk) {
      if (bytes.size() + chunk.remaining() > MOST_BYTES) {
        swallowed += chunk.remaining();
      } else {
        held.addAndGet(chunk.remaining());
        bytes.writeBytes(BufferUtil.toArray(chunk.getByteBuffer()));
      }
      chunk.release();
    }

    private Bodies.Received received() {
      return swallowed == 0
          ? Bodies.Received.of(bytes.toByteArray())
          : Bodies.Received.refused(Fault.PAYLOAD_TOO_LARGE.thrown());
    }

    private boolean end(Bodies.Received received) {
      held.addAndGet(-bytes.size());
      if (counted) {
        connection().setIdleTimeout(betweenRequests);
        coming.decrementAndGet();
      }
      request.setAttribute(Bodies.Received.class.getName(), received);
      return true;
    }
  }

  /** The client went away, was too slow, or broke the framing. */
  private static Rejection why(Throwable failure) {
    return failure instanceof TimeoutException
        ? Fault.REQUEST_TIMEOUT.thrown()
        : Fault.MALFORMED_REQUEST.because("the body did not arrive");
  }
}

package dev.gatehouse.telegram;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Takes a body of so many bytes, and hangs up on whoever sends more. */
final class Bounded implements BodySubscriber<byte[]> {
  private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
  private Optional<Flow.Subscription> open = Optional.empty();
  private long left;

  private final boolean cuts;

  Bounded(int most) {
    this(most, false);
  }

  private Bounded(int most, boolean cuts) {
    this.left = most;
    this.cuts = cuts;
  }

  /** One that takes the beginning of a longer body as if it were all. */
  static Bounded cutting(int most) {
    return new Bounded(most, true);
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    open = Optional.of(subscription);
    whole.onSubscribe(subscription);
  }

  @Override
  public void onNext(List<ByteBuffer> some) {
    if (left < 0) {
      return;
    }
    left -= some.stream().mapToLong(ByteBuffer::remaining).sum();
    if (left < 0) {
      open.ifPresent(Flow.Subscription::cancel);
      if (cuts) {
        whole.onComplete();
      } else {
        whole.onError(new IOException("the answer is longer than anything expected"));
      }
    } else {
      whole.onNext(some);
    }
  }

  @Override
  public void onError(Throwable failure) {
    whole.onError(failure);
  }

  @Override
  public void onComplete() {
    if (left >= 0) {
      whole.onComplete();
    }
  }
}

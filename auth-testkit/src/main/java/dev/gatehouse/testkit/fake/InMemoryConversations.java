package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.port.Conversations;
import dev.gatehouse.testkit.fake.State.Topic;
import java.time.Instant;
import java.util.Optional;

/** Keeps what people are asked; each verb is one statement. */
final class InMemoryConversations implements Conversations {
  private final Engine engine;

  InMemoryConversations(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void put(Digest whom, Sealed topic, Instant endsAt) {
    engine.write(state -> {
      state.topics.put(whom, new Topic(topic, endsAt));
      return whom;
    });
  }

  @Override
  public Optional<Sealed> find(Digest whom, Instant now) {
    return engine
        .read()
        .topics
        .find(whom)
        .filter(topic -> topic.endsAt().isAfter(now))
        .map(Topic::box);
  }
}

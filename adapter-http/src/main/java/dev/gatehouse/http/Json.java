package dev.gatehouse.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.domain.credential.RecoveryCode;
import dev.gatehouse.domain.credential.TotpSecret;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.DeviceMark;
import dev.gatehouse.domain.session.RefreshToken;
import dev.gatehouse.domain.token.AccessToken;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes views, which are records, as JSON in snake_case; the schema of the same records is {@link Schemas}'. */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
          // what a virtual thread keeps for itself is gone with it
          .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
          .build())
      .build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Json() {}

  static ObjectNode object() {
    return NODES.objectNode();
  }

  static byte[] write(Record view) {
    return bytes(node(view));
  }

  static byte[] write(List<? extends Record> views) {
    return bytes(node(views));
  }

  static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  static String pretty(JsonNode node) {
    return node.toPrettyString();
  }

  static ObjectNode node(Record view) {
    ObjectNode json = object();
    for (Member member : MEMBERS.get(view.getClass())) {
      Object value = member.of(view);
      if (!(member.omittedWhenEmpty() && value instanceof Optional<?> some && some.isEmpty())) {
        json.set(member.name(), node(value));
      }
    }
    return json;
  }

  /** What is found out about a component once. */
  private record Member(String name, Method accessor, boolean omittedWhenEmpty) {
    static Member of(RecordComponent component) {
      return new Member(
          Json.name(component),
          component.getAccessor(),
          component.isAnnotationPresent(OmittedWhenEmpty.class));
    }

    Object of(Record view) {
      try {
        return accessor.invoke(view);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a view can be read", e);
      }
    }
  }

  private static final ClassValue<List<Member>> MEMBERS = new ClassValue<>() {
    @Override
    protected List<Member> computeValue(Class<?> view) {
      return Arrays.stream(view.getRecordComponents()).map(Member::of).toList();
    }
  };

  /** {@code is2faEnabled} is {@code is_2fa_enabled}. */
  static String name(RecordComponent component) {
    return component
        .getName()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[a-z])(?=[0-9])", "_")
        .toLowerCase(Locale.ROOT);
  }

  private static JsonNode node(Object value) {
    if (value instanceof Optional<?> some) {
      return some.map(Json::node).orElseGet(NODES::nullNode);
    }
    if (value instanceof List<?> list) {
      ArrayNode array = NODES.arrayNode();
      list.forEach(element -> array.add(node(element)));
      return array;
    }
    if (value instanceof Record record) {
      return node(record);
    }
    if (value instanceof Boolean flag) {
      return NODES.booleanNode(flag);
    }
    return value instanceof Number number
        ? NODES.numberNode(number.longValue())
        : NODES.textNode(text(value));
  }

  /** A secret leaves here, to its owner, and nowhere else. */
  private static String text(Object value) {
    if (value instanceof AccessToken token) {
      return token.reveal();
    }
    if (value instanceof RefreshToken token) {
      return token.reveal();
    }
    if (value instanceof SecretText secret) {
      return secret.reveal();
    }
    if (value instanceof TotpSecret secret) {
      return secret.base32();
    }
    if (value instanceof RecoveryCode code) {
      return code.reveal();
    }
    if (value instanceof FlowHandle flow) {
      return flow.text();
    }
    return value instanceof DeviceMark mark ? mark.text() : value.toString();
  }
}

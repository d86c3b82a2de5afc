package dev.gatehouse.http;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what stands behind the question mark: what the route names, once (RFC 6749, 3.1) and no longer than it may be. Other names are passed over. */
final class Queries {
  private Queries() {}

  /** @throws Rejection 400 for one that comes twice, since which of them counts would be a guess; 422 for what is too long */
  static Map<String, String> read(Context context, List<Field> fields) {
    Map<String, String> values = new HashMap<>();
    List<Problem.Flaw> flaws = new ArrayList<>();
    for (Field field : fields) {
      List<String> given = context.queryParams(field.name());
      if (given.size() > 1) {
        throw Fault.MALFORMED_REQUEST.because("?" + field.name() + " may come once");
      }
      given.forEach(value -> {
        values.put(field.name(), value);
        field.flaw(value).ifPresent(flaws::add);
      });
    }
    if (!flaws.isEmpty()) {
      throw Input.rejected(flaws);
    }
    return values;
  }
}

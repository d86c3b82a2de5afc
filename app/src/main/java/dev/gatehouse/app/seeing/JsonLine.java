package dev.gatehouse.app.seeing;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Map;

/** A flat JSON object of one member or more. */
final class JsonLine {
  private JsonLine() {}

  static String of(Map<String, String> members) {
    StringBuilder line = new StringBuilder(256);
    char before = '{';
    for (Map.Entry<String, String> member : members.entrySet()) {
      quote(line.append(before), member.getKey());
      quote(line.append(':'), member.getValue());
      before = ',';
    }
    return line.append('}').toString();
  }

  private static void quote(StringBuilder line, String text) {
    line.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, line);
    line.append('"');
  }
}

package dev.gatehouse.app.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PromQL expression names.
 *
 * @param selectors metrics, with the values that they ask of labels
 * @param grouping labels by which it groups
 */
record Expression(List<Selector> selectors, Set<String> grouping) {
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
  private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*]");
  private static final Pattern OFFSET = Pattern.compile("\\boffset\\s+\\w+");
  private static final Pattern SELECTOR =
      Pattern.compile("(?<![\\w:$])([a-zA-Z_:][\\w:]*+)\\s*+(?:\\{([^}]*)})?+(?!\\s*\\()");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
  private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool");

  /** @param labels how each is compared, and with what */
  record Selector(String metric, Map<String, Comparison> labels) {}

  /** Values that it is compared with. */
  record Comparison(String how, List<String> values) {}

  static Expression parse(String text) {
    Set<String> grouping = new HashSet<>();
    GROUPING
        .matcher(text)
        .results()
        .forEach(by -> grouping.addAll(List.of(by.group(1).strip().split("\\s*,\\s*"))));
    String rest = text;
    for (Pattern passedOver : List.of(GROUPING, RANGE, OFFSET)) {
      rest = passedOver.matcher(rest).replaceAll(" ");
    }
    List<Selector> selectors = new ArrayList<>();
    Matcher matcher = SELECTOR.matcher(rest);
    while (matcher.find()) {
      if (!OPERATORS.contains(matcher.group(1))) {
        selectors.add(new Selector(matcher.group(1), labels(matcher.group(2))));
      }
    }
    return new Expression(selectors, grouping);
  }

  private static Map<String, Comparison> labels(String braces) {
    Map<String, Comparison> labels = new HashMap<>();
    Matcher matcher = MATCHER.matcher(braces == null ? "" : braces);
    while (matcher.find()) {
      labels.put(
          matcher.group(1),
          new Comparison(matcher.group(2), List.of(matcher.group(3).split("\\|", -1))));
    }
    return labels;
  }
}

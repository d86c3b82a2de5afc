package dev.gatehouse.telegram;

import java.util.List;

/** What is fuzzed, and where it begins. */
enum FuzzTarget {
  MINI_APP,
  WIDGET,
  ID_TOKEN,
  UPDATE,
  PUBLISHED;

  String className() {
    return switch (this) {
      case MINI_APP -> MiniAppFuzz.class.getName();
      case WIDGET -> WidgetFuzz.class.getName();
      case ID_TOKEN -> IdTokenFuzz.class.getName();
      case UPDATE -> UpdateFuzz.class.getName();
      case PUBLISHED -> PublishedFuzz.class.getName();
    };
  }

  void accept(byte[] input) {
    switch (this) {
      case MINI_APP -> MiniAppFuzz.fuzzerTestOneInput(input);
      case WIDGET -> WidgetFuzz.fuzzerTestOneInput(input);
      case ID_TOKEN -> IdTokenFuzz.fuzzerTestOneInput(input);
      case UPDATE -> UpdateFuzz.fuzzerTestOneInput(input);
      case PUBLISHED -> PublishedFuzz.fuzzerTestOneInput(input);
    }
  }

  List<byte[]> seeds() {
    return switch (this) {
      case MINI_APP -> MiniAppFuzz.seeds();
      case WIDGET -> WidgetFuzz.seeds();
      case ID_TOKEN -> IdTokenFuzz.seeds();
      case UPDATE -> UpdateFuzz.seeds();
      case PUBLISHED -> PublishedFuzz.seeds();
    };
  }
}

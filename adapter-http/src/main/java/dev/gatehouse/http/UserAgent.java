package dev.gatehouse.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a client calls itself, in words for its owner. A guess, which decides nothing. */
record UserAgent(String client, String platform) {
  private static final Map<String, String> CLIENTS = new LinkedHashMap<>();
  private static final Map<String, String> PLATFORMS = new LinkedHashMap<>();

  static {
    // the first that is found wins: browsers name one another
    CLIENTS.put("Edg", "Edge");
    CLIENTS.put("OPR/", "Opera");
    CLIENTS.put("YaBrowser", "Yandex Browser");
    CLIENTS.put("SamsungBrowser", "Samsung Internet");
    CLIENTS.put("Firefox", "Firefox");
    CLIENTS.put("FxiOS", "Firefox");
    CLIENTS.put("Chrome", "Chrome");
    CLIENTS.put("CriOS", "Chrome");
    CLIENTS.put("Safari", "Safari");
    CLIENTS.put("curl/", "curl");
    CLIENTS.put("App/", "App");
    CLIENTS.put("okhttp", "App");
    CLIENTS.put("Dalvik", "App");
    CLIENTS.put("CFNetwork", "App");
    PLATFORMS.put("Android", "Android");
    PLATFORMS.put("iPhone", "iOS");
    PLATFORMS.put("iPad", "iOS");
    PLATFORMS.put("iOS", "iOS");
    PLATFORMS.put("Darwin", "iOS");
    PLATFORMS.put("Windows", "Windows");
    PLATFORMS.put("Mac OS X", "macOS");
    PLATFORMS.put("CrOS", "ChromeOS");
    PLATFORMS.put("Linux", "Linux");
  }

  static UserAgent of(String text) {
    return new UserAgent(
        found(CLIENTS, text, "unknown client"), found(PLATFORMS, text, "unknown platform"));
  }

  private static String found(Map<String, String> words, String text, String otherwise) {
    return words.entrySet().stream()
        .filter(word -> text.contains(word.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(otherwise);
  }
}

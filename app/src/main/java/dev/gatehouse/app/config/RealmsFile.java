package dev.gatehouse.app.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.domain.realm.RealmKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the realms from a JSON file; every mistake in it is named with its place. */
final class RealmsFile {
  private final Path path;
  private final Reading reading;
  private final Mode mode;
  private final URI publicUrl;

  RealmsFile(Path path, Reading reading, Mode mode, URI publicUrl) {
    this.path = path;
    this.reading = reading;
    this.mode = mode;
    this.publicUrl = publicUrl;
  }

  RealmsConfig read() {
    List<RealmConfig> realms = new ArrayList<>();
    List<RealmKey> fallbacks = new ArrayList<>();
    JsonNode all = parsed();
    for (int i = 0; i < all.size(); i++) {
      RealmMembers members =
          new RealmMembers(all.get(i), path + ": realms[" + i + "]", reading, mode);
      Optional<RealmConfig> realm = members.realm();
      realm.ifPresent(realms::add);
      if (members.fallback()) {
        realm.map(RealmConfig::key).ifPresent(fallbacks::add);
      }
    }
    if (fallbacks.size() > 1) {
      wrong("default", "is true for " + fallbacks, "one realm at most");
    }
    RealmsConfig config =
        new RealmsConfig(List.copyOf(realms), fallbacks.stream().findFirst());
    new RealmsApart(config, publicUrl, this::wrong).judge();
    return config;
  }

  private JsonNode parsed() {
    ObjectMapper json = new ObjectMapper()
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    try {
      JsonNode all = json.readTree(Files.readString(path));
      all.fieldNames().forEachRemaining(name -> {
        if (!"realms".equals(name)) {
          wrong(name, "is no member of the file", "realms");
        }
      });
      JsonNode realms = all.path("realms");
      if (!realms.isArray() || realms.isEmpty()) {
        wrong("realms", "is no list, or empty", "{\"realms\": [{\"key\": \"main\", ...}]}");
      }
      return realms;
    } catch (JsonProcessingException e) {
      wrong("line " + e.getLocation().getLineNr(), "is no JSON", "a JSON object");
    } catch (IOException e) {
      wrong("the file", "cannot be read (" + e.getClass().getSimpleName() + ")", "a JSON file");
    }
    return json.createArrayNode();
  }

  private void wrong(String at, String found, String accepted) {
    reading.mistake(new Mistake(path + ": " + at, found, accepted));
  }
}

package dev.gatehouse.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** JSON Schema (2020-12, as OpenAPI 3.1 has it) of the views as {@link Json} writes them, and of the bodies as {@link Fields} read them. */
final class Schemas {
  private final ObjectNode components = Json.object();

  /** What was referred to so far, by name. */
  ObjectNode components() {
    return components;
  }

  /** A reference to the schema of a view. */
  ObjectNode of(Class<?> view) {
    String name = name(view);
    if (!components.has(name)) {
      components.set(name, Json.object());
      components.set(name, object(view));
    }
    return Json.object().put("$ref", "#/components/schemas/" + name);
  }

  ObjectNode listOf(Class<?> view) {
    ObjectNode list = Json.object().put("type", "array");
    list.set("items", of(view));
    return list;
  }

  /** What a body may be; members that are not named are passed over. */
  static ObjectNode of(Fields fields) {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = Json.object().arrayNode();
    for (Field field : fields.all()) {
      field.names().forEach(name -> properties.set(name, of(field)));
      if (field.required() && field.also().isEmpty()) {
        required.add(field.name());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    fields.others().ifPresent(field -> schema.set("additionalProperties", of(field)));
    return schema;
  }

  static ObjectNode of(Field field) {
    ObjectNode schema = field.kind() == Field.Kind.OBJECT ? of(field.members()) : Json.object();
    List<String> types = field.kind().json();
    if (field.required() && types.size() == 1) {
      schema.put("type", types.get(0));
    } else {
      ArrayNode several = schema.putArray("type");
      types.forEach(several::add);
      if (!field.required()) {
        several.add("null");
      }
    }
    if (types.contains("string")) {
      schema.put("maxLength", field.most());
      if (field.required()) {
        schema.put("minLength", 1);
      }
    }
    return schema.put("description", field.about());
  }

  private ObjectNode object(Class<?> view) {
    ObjectNode schema = Json.object().put("type", "object").put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (RecordComponent component : view.getRecordComponents()) {
      boolean omitted = component.isAnnotationPresent(OmittedWhenEmpty.class);
      Type type = component.getGenericType();
      properties.set(Json.name(component), omitted ? type(argument(type)) : type(type));
      if (!omitted) {
        required.add(Json.name(component));
      }
    }
    return schema;
  }

  private ObjectNode type(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == Optional.class
          ? orNull(type(argument(type)))
          : array(type(argument(type)));
    }
    Class<?> plain = (Class<?>) type;
    return plain.isRecord() ? of(plain) : plain(plain);
  }

  private static ObjectNode plain(Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      return Json.object().put("type", "boolean");
    }
    if (type == int.class || type == long.class || Number.class.isAssignableFrom(type)) {
      return Json.object().put("type", "integer");
    }
    ObjectNode text = Json.object().put("type", "string");
    if (type == Instant.class) {
      text.put("format", "date-time");
    }
    return type == UUID.class ? text.put("format", "uuid") : text;
  }

  private static ObjectNode array(ObjectNode items) {
    ObjectNode list = Json.object().put("type", "array");
    list.set("items", items);
    return list;
  }

  private static ObjectNode orNull(ObjectNode schema) {
    if (schema.has("type")) {
      String type = schema.get("type").textValue();
      schema.putArray("type").add(type).add("null");
      return schema;
    }
    ObjectNode either = Json.object();
    either.putArray("anyOf").add(schema).add(Json.object().put("type", "null"));
    return either;
  }

  private static Type argument(Type type) {
    return List.of(((ParameterizedType) type).getActualTypeArguments()).get(0);
  }

  /** {@code DeviceView.Page} is {@code DevicePage}. */
  private static String name(Class<?> view) {
    Class<?> outer = view.getEnclosingClass();
    String prefix =
        outer != null && view.getSimpleName().equals("Page") ? outer.getSimpleName() : "";
    return (prefix + view.getSimpleName()).replace("View", "");
  }
}

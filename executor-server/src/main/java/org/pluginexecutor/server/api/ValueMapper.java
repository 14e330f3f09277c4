// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import com.google.protobuf.NullValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.v1.DictValue;
import org.pluginexecutor.v1.ListValue;
import org.pluginexecutor.v1.Value;

/** Maps the API's values to the server's and back, exactly. Stateless. */
final class ValueMapper {
  private static final Pattern BIG_INT = Pattern.compile("-?[1-9][0-9]{0,1000000}|0");

  private ValueMapper() {}

  static Value toProto(PluginValue value) {
    var proto = Value.newBuilder();
    switch (value) {
      case PluginValue.Null _ -> proto.setNullValue(NullValue.NULL_VALUE);
      case PluginValue.Bool(var bool) -> proto.setBoolValue(bool);
      case PluginValue.Int(var number) -> proto.setIntValue(number);
      case PluginValue.BigInt(var digits) -> proto.setBigIntValue(digits);
      case PluginValue.Real(var number) -> proto.setDoubleValue(number);
      case PluginValue.Text(var text) -> proto.setStringValue(text);
      case PluginValue.Items(var values) -> {
        var list = ListValue.newBuilder();
        values.forEach(item -> list.addValues(toProto(item)));
        proto.setListValue(list);
      }
      case PluginValue.Dict dict -> proto.setDictValue(toProto(dict));
    }
    return proto.build();
  }

  static DictValue toProto(PluginValue.Dict dict) {
    var proto = DictValue.newBuilder();
    dict.fields().forEach((key, value) -> proto.putFields(key, toProto(value)));
    return proto.build();
  }

  static PluginValue.Dict fromProto(Map<String, Value> fields, String path, Violations violations) {
    return dict(fields, path, 1, violations);
  }

  private static PluginValue.Dict dict(
      Map<String, Value> fields, String path, int depth, Violations violations) {
    var values = new LinkedHashMap<String, PluginValue>();
    fields.forEach(
        (key, value) -> values.put(key, value(value, path + "." + key, depth, violations)));
    return new PluginValue.Dict(values);
  }

  private static PluginValue value(Value value, String path, int depth, Violations violations) {
    if (depth > PluginValue.MAX_DEPTH) {
      violations.add(
          path, "nested too deep (expected: at most " + PluginValue.MAX_DEPTH + " levels)");
      return PluginValue.Null.INSTANCE;
    }
    return switch (value.getKindCase()) {
      case NULL_VALUE -> PluginValue.Null.INSTANCE;
      case BOOL_VALUE -> new PluginValue.Bool(value.getBoolValue());
      case INT_VALUE -> new PluginValue.Int(value.getIntValue());
      case BIG_INT_VALUE -> {
        violations.require(
            BIG_INT.matcher(value.getBigIntValue()).matches(),
            path + ".big_int_value",
            "not a decimal integer (expected: an optional '-', then at most 1,000,001 digits"
                + " without a leading zero)");
        yield new PluginValue.BigInt(value.getBigIntValue());
      }
      case DOUBLE_VALUE -> {
        violations.require(
            Double.isFinite(value.getDoubleValue()),
            path + ".double_value",
            value.getDoubleValue() + " (expected: a finite number)");
        yield new PluginValue.Real(value.getDoubleValue());
      }
      case STRING_VALUE -> new PluginValue.Text(value.getStringValue());
      case LIST_VALUE -> {
        var values = new ArrayList<PluginValue>();
        for (var item : value.getListValue().getValuesList()) {
          values.add(value(item, path + "[" + values.size() + "]", depth + 1, violations));
        }
        yield new PluginValue.Items(values);
      }
      case DICT_VALUE -> dict(value.getDictValue().getFieldsMap(), path, depth + 1, violations);
      case KIND_NOT_SET -> {
        violations.add(
            path, "has no kind that this server knows (expected: one of the kinds of Value)");
        yield PluginValue.Null.INSTANCE;
      }
    };
  }
}

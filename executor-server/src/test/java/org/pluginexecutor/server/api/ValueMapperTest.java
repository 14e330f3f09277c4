// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.pluginexecutor.server.value.TestValues.dict;
import static org.pluginexecutor.server.value.TestValues.items;
import static org.pluginexecutor.server.value.TestValues.nested;
import static org.pluginexecutor.server.value.TestValues.value;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pluginexecutor.server.error.ExecutorError.InvalidRequest;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.error.FieldViolation;
import org.pluginexecutor.server.value.PluginValue;
import org.pluginexecutor.v1.DictValue;
import org.pluginexecutor.v1.InvokeHookRequest;
import org.pluginexecutor.v1.ListValue;
import org.pluginexecutor.v1.Value;

class ValueMapperTest {
  private static List<FieldViolation> violations(Value value) {
    var violations = new Violations();
    var _ = ValueMapper.fromProto(Map.of("a", value), "arguments", violations);
    var failure = catchThrowableOfType(ExecutorException.class, violations::check);
    return failure == null ? List.of() : ((InvalidRequest) failure.error()).violations();
  }

  static Stream<PluginValue> values() {
    return Stream.of(
        value(null),
        value(true),
        value(false),
        value(0),
        value(Long.MIN_VALUE),
        value(Long.MAX_VALUE),
        new PluginValue.BigInt("-18446744073709551616"),
        value(1.0),
        value(-0.0),
        value(Double.MIN_VALUE),
        value(Double.MAX_VALUE),
        value(""),
        value("é🔑\0"),
        items(),
        items(1, 1.0, items(), dict()),
        dict(),
        dict("", null, "a b", dict("c", items(1))));
  }

  @ParameterizedTest
  @MethodSource("values")
  void maps_there_and_back_exactly(PluginValue value) throws InvalidProtocolBufferException {
    var wire = DictValue.parseFrom(ValueMapper.toProto(dict("a", value)).toByteArray());
    var violations = new Violations();

    var back = ValueMapper.fromProto(wire.getFieldsMap(), "arguments", violations);

    violations.check();
    assertThat(back).isEqualTo(dict("a", value));
  }

  @Test
  void says_none_by_a_kind_of_its_own() {
    assertThat(ValueMapper.toProto(PluginValue.Null.INSTANCE).getKindCase())
        .isEqualTo(Value.KindCase.NULL_VALUE);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refuses_numbers_that_json_cannot_say(double number) {
    assertThat(violations(Value.newBuilder().setDoubleValue(number).build()))
        .containsExactly(
            new FieldViolation(
                "arguments.a.double_value", number + " (expected: a finite number)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "+1", "01", "-0", "1.0", "1e5", " 1", "1 ", "1\n", "0x1", "١", "}"})
  void refuses_what_is_no_decimal_integer(String digits) {
    assertThat(violations(Value.newBuilder().setBigIntValue(digits).build()))
        .extracting("field")
        .containsExactly("arguments.a.big_int_value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "7", "-7", "18446744073709551616"})
  void takes_decimal_integers_of_any_size(String digits) {
    assertThat(violations(Value.newBuilder().setBigIntValue(digits).build())).isEmpty();
  }

  @Test
  void bounds_the_digits_of_an_integer() {
    assertThat(violations(Value.newBuilder().setBigIntValue("9".repeat(1_000_001)).build()))
        .isEmpty();
    assertThat(violations(Value.newBuilder().setBigIntValue("9".repeat(1_000_002)).build()))
        .hasSize(1);
  }

  @Test
  void refuses_a_value_without_a_kind_wherever_it_is() {
    var list =
        Value.newBuilder()
            .setListValue(
                ListValue.newBuilder()
                    .addValues(Value.newBuilder().setBoolValue(true))
                    .addValues(
                        Value.newBuilder()
                            .setDictValue(
                                DictValue.newBuilder().putFields("x", Value.getDefaultInstance()))))
            .build();

    assertThat(violations(list)).extracting("field").containsExactly("arguments.a[1].x");
  }

  @Test
  void bounds_the_depth() {
    assertThat(violations(ValueMapper.toProto(nested(PluginValue.MAX_DEPTH - 1)))).isEmpty();
    assertThat(violations(ValueMapper.toProto(nested(PluginValue.MAX_DEPTH + 1)))).hasSize(1);
  }

  @Test
  void takes_the_deepest_value_through_the_wire() throws InvalidProtocolBufferException {
    var deepest = ValueMapper.toProto(nested(PluginValue.MAX_DEPTH));
    var request =
        InvokeHookRequest.newBuilder()
            .putArguments("a", deepest)
            .setCookie(DictValue.newBuilder().putFields("a", ValueMapper.toProto(nested(29))))
            .build();

    assertThat(InvokeHookRequest.parseFrom(request.toByteArray())).isEqualTo(request);
    assertThat(violations(deepest)).isEmpty();
  }
}

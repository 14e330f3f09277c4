// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.testing;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.pluginexecutor.client.PluginExecutorClient;
import org.pluginexecutor.client.PluginSession;

/** Does what {@link PluginExecutorTest} says. Stateless: what it starts, JUnit keeps and closes. */
final class PluginExecutorExtension implements BeforeAllCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(PluginExecutorExtension.class);
  private static final List<Class<?>> PARAMETERS =
      List.of(PluginExecutorContainer.class, PluginExecutorClient.class, PluginSession.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    // The tests of a nested class have the container of the class around it.
    if (context.getStore(NAMESPACE).get(PluginExecutorContainer.class) != null) {
      return;
    }
    var container = container(context.getRequiredTestClass());
    // Kept before it is started, so that it is closed whatever becomes of the start.
    context.getStore(NAMESPACE).put(PluginExecutorContainer.class, new Started(container));
    container.start();
  }

  static PluginExecutorContainer container(Class<?> test) {
    var wanted =
        AnnotationSupport.findAnnotation(test, PluginExecutorTest.class)
            .orElseThrow(
                () -> new ExtensionConfigurationException(test + ": no @PluginExecutorTest"));
    List<Field> fields =
        ReflectionSupport.findFields(
            test,
            field ->
                Modifier.isStatic(field.getModifiers())
                    && field.getType().equals(PluginExecutorContainer.class),
            HierarchyTraversalMode.TOP_DOWN);
    if (fields.size() > 1) {
      throw new ExtensionConfigurationException(
          test.getName() + ": " + fields.size() + " containers (expected: one static field)");
    }
    if (fields.isEmpty()) {
      return made(wanted);
    }
    if (!isBare(wanted)) {
      throw new ExtensionConfigurationException(
          test.getName() + ": attributes and a container (expected: one of both)");
    }
    return ReflectionSupport.tryToReadFieldValue(fields.get(0), null)
        .toOptional()
        .map(PluginExecutorContainer.class::cast)
        .orElseThrow(() ->
            new ExtensionConfigurationException(fields.get(0) + ": empty (expected: a container)"));
  }

  private static boolean isBare(PluginExecutorTest wanted) {
    return wanted.image().isEmpty()
        && wanted.plugins().length == 0
        && wanted.instances().length == 0
        && wanted.settings().length == 0;
  }

  private static PluginExecutorContainer made(PluginExecutorTest wanted) {
    var container =
        wanted.image().isEmpty()
            ? new PluginExecutorContainer()
            : new PluginExecutorContainer(wanted.image());
    Arrays.stream(wanted.plugins()).map(Path::of).forEach(container::withPlugin);
    for (var instance : wanted.instances()) {
      if (instance.configuration().equals(PluginExecutorTest.Instance.DEFAULT_CFG)) {
        container.withInstance(instance.name(), instance.plugin());
      } else {
        container.withInstance(instance.name(), instance.plugin(), instance.configuration());
      }
    }
    for (String setting : wanted.settings()) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new ExtensionConfigurationException(
            "settings: " + setting + " (expected: key=value)");
      }
      container.withSetting(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return container;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return PARAMETERS.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var container = started(context);
    Class<?> type = parameter.getParameter().getType();
    if (type.equals(PluginExecutorContainer.class)) {
      return container;
    }
    if (type.equals(PluginExecutorClient.class)) {
      return container.client();
    }
    var session = container.client().newSession("test-" + UUID.randomUUID());
    context.getStore(NAMESPACE).put(session.sessionId(), new OpenSession(session));
    return session;
  }

  private static PluginExecutorContainer started(ExtensionContext context) {
    var started = context.getStore(NAMESPACE).get(PluginExecutorContainer.class, Started.class);
    if (started == null) {
      throw new ExtensionConfigurationException("no container is started (expected: a test class)");
    }
    return started.container();
  }

  /** Lets JUnit stop a container. */
  private record Started(PluginExecutorContainer container) implements AutoCloseable {
    @Override
    public void close() {
      container.stop();
    }
  }

  /** Lets JUnit end a session. */
  private record OpenSession(PluginSession session) implements AutoCloseable {
    @Override
    public void close() {
      session.end();
    }
  }
}

// SPDX-FileCopyrightText: 2026 The plugin-executor authors
// SPDX-License-Identifier: Apache-2.0
package org.pluginexecutor.server.services;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pluginexecutor.server.audit.Change;
import org.pluginexecutor.server.error.ExecutorException;
import org.pluginexecutor.server.services.ServiceMeters.Result;
import org.pluginexecutor.server.shim.ShimAnswer;
import org.pluginexecutor.server.shim.ShimAsk;
import org.pluginexecutor.server.telemetry.VisibleText;
import org.pluginexecutor.server.value.PluginValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what the plugin of one call asks for, as far as the configuration of its instance names
 * it. A secret stands in the audit log before it is given, once a call. Confined to one thread.
 */
public final class ServiceDesk {
  private static final Logger log = LoggerFactory.getLogger(ServiceDesk.class);
  private static final int MAX_SHOWN = 80;
  private static final long MAX_TIME_TO_LIVE_S = 10L * 365 * 24 * 3600;

  /** In the audit log, where others have the method that was called. */
  private static final String ACTION = "GiveSecret";

  private final Services services;
  private final DeskClient client;
  private final Set<String> given = new HashSet<>();
  private @Nullable InstanceNames names;

  ServiceDesk(Services services, DeskClient client) {
    this.services = services;
    this.client = client;
  }

  /** Answers; whatever goes wrong is an answer too. */
  public ShimAnswer answer(ShimAsk ask) {
    try {
      var value = value(ask);
      count(ask, isNothing(ask, value) ? Result.NOT_FOUND : Result.GIVEN);
      return new ShimAnswer.Value(value);
    } catch (DeskRefusal refusal) {
      count(ask, refusal.result());
      return new ShimAnswer.Refused(String.valueOf(refusal.getMessage()));
    } catch (CacheAwayException e) {
      log.debug("The shared cache is away for {}", client, e);
    } catch (IOException | ExecutorException e) {
      log.warn("{} cannot be had for {}: {}", shown(ask.service()), client, e.toString());
    } catch (RuntimeException e) {
      // The call must not be left without an answer, nor its worker alone.
      log.error("{} failed for {}", shown(ask.service()), client, e);
    }
    count(ask, Result.FAILED);
    return new ShimAnswer.Failed(shown(ask.service()) + ": cannot be had now");
  }

  private void count(ShimAsk ask, Result result) {
    services.meters().count(ask.service(), result);
  }

  /** Whoever keeps a value has nothing to wait for. */
  private static boolean isNothing(ShimAsk ask, PluginValue value) {
    return !ask.operation().equals("set")
        && (value instanceof PluginValue.Null
            || (value instanceof PluginValue.Items(var items) && items.isEmpty())
            || (value instanceof PluginValue.Dict(var fields) && fields.isEmpty()));
  }

  private PluginValue value(ShimAsk ask) throws DeskRefusal, IOException {
    return switch (ask.service() + "." + ask.operation()) {
      case "credential_store.credentials" -> credentials(ask);
      case "credential_store.all" -> allCredentials(ask);
      case "user_list.get" -> named(ask, services.entries().userLists());
      case "ldap_server.get" -> ldapServer(ask);
      case "trusted_ca_list.get" -> trustedCaList(ask);
      case "box.get" -> box();
      case "https_proxy.get" -> httpsProxy();
      case "memory_cache.get" -> fromCache(ask);
      case "memory_cache.set" -> toCache(ask);
      default ->
          throw new DeskRefusal(
              shown(ask.service() + "." + ask.operation()),
              "unknown",
              "a service of docs/SHIM_PROTOCOL.md");
    };
  }

  private PluginValue credentials(ShimAsk ask) throws DeskRefusal, IOException {
    var store = secret(ask, services.entries().credentialStores());
    var host = text(ask, "host");
    var user = text(ask, "user");
    var found = store.stream().filter(entry -> entry.isFor(host, user)).toList();
    return new PluginValue.Items(reveal(text(ask, "name"), found));
  }

  private PluginValue allCredentials(ShimAsk ask) throws DeskRefusal, IOException {
    var store = secret(ask, services.entries().credentialStores());
    var revealed = reveal(text(ask, "name"), store);
    var rows = new ArrayList<PluginValue>();
    for (int i = 0; i < revealed.size(); i++) {
      var entry = store.get(i);
      rows.add(
          new PluginValue.Items(
              List.of(
                  new PluginValue.Text(entry.user()),
                  new PluginValue.Text(entry.host()),
                  revealed.get(i))));
    }
    return new PluginValue.Items(rows);
  }

  private List<PluginValue> reveal(String store, List<Credential> credentials) throws IOException {
    audit(
        credentials.stream()
            .map(entry ->
                "credential store " + store + ", host " + entry.host() + ", user " + entry.user())
            .toList());
    var revealed = new ArrayList<PluginValue>();
    for (var credential : credentials) {
      revealed.add(credential.reveal());
    }
    keepFromLog(revealed);
    return revealed;
  }

  private PluginValue ldapServer(ShimAsk ask) throws DeskRefusal, IOException {
    var server = secret(ask, services.entries().ldapServers());
    if (server.bindPassword().isPresent()) {
      audit(List.of("LDAP server " + text(ask, "name") + ", bind password"));
    }
    var revealed = server.reveal();
    keepFromLog(revealed);
    return revealed;
  }

  private PluginValue trustedCaList(ShimAsk ask) throws DeskRefusal {
    var name = text(ask, "name");
    if (!names().caLists().contains(name)) {
      throw new DeskRefusal(
          "trusted_ca_list",
          shown(name),
          "a name that the instance's configuration has as $[NAME], in whatever option");
    }
    return texts(known(ask, name, services.entries().caLists()));
  }

  private PluginValue box() throws IOException {
    var entries = services.entries();
    var fields = new LinkedHashMap<String, PluginValue>();
    entries.box().forEach((name, value) -> fields.put(name, new PluginValue.Text(value)));
    var secrets = new LinkedHashMap<String, BoxSecret>();
    entries
        .boxSecrets()
        .forEach((name, secret) -> {
          if (client.isInstance() && secret.plugins().contains(client.pluginName())) {
            secrets.put(name, secret);
          }
        });
    audit(secrets.keySet().stream().map(name -> "box secret " + name).toList());
    for (var secret : secrets.entrySet()) {
      var text = new PluginValue.Text(secret.getValue().value().reveal());
      keepFromLog(List.of(text));
      fields.put(secret.getKey(), text);
    }
    return new PluginValue.Dict(fields);
  }

  private PluginValue httpsProxy() throws IOException {
    var proxy =
        services
            .entries()
            .httpsProxy()
            // As with every other secret: not for a configuration that came with the call.
            .map(known -> client.isInstance() ? known : known.withoutPassword());
    if (proxy.isEmpty()) {
      return PluginValue.Null.INSTANCE;
    }
    if (proxy.get().password().isPresent()) {
      audit(List.of("HTTPS proxy, password"));
    }
    var revealed = proxy.get().reveal();
    keepFromLog(revealed);
    return revealed;
  }

  private PluginValue fromCache(ShimAsk ask) throws DeskRefusal, IOException {
    Optional<PluginValue> value = services.cache().get(text(ask, "key")).map(PluginValue.Text::new);
    return value.orElse(PluginValue.Null.INSTANCE);
  }

  private PluginValue toCache(ShimAsk ask) throws DeskRefusal, IOException {
    if (!(ask.arguments().get("ttl") instanceof PluginValue.Int(long seconds))
        || seconds < 0
        || seconds > MAX_TIME_TO_LIVE_S) {
      throw new DeskRefusal(
          "memory_cache.set.ttl", "not usable", "0 to " + MAX_TIME_TO_LIVE_S + " s");
    }
    services.cache().set(text(ask, "key"), text(ask, "value"), Duration.ofSeconds(seconds));
    return PluginValue.Null.INSTANCE;
  }

  /**
   * The same for what is a secret. Who may call hooks may not read secrets: by a configuration of
   * their own they could have a plugin send one wherever they like.
   */
  private <T> T secret(ShimAsk ask, Map<String, T> entries) throws DeskRefusal {
    if (!client.isInstance()) {
      throw new DeskRefusal(
          ask.service(),
          "the configuration came with the call",
          "a call of a plugin instance, since no secret is given to others");
    }
    return named(ask, entries);
  }

  /** What the name in the arguments stands for. */
  private <T> T named(ShimAsk ask, Map<String, T> entries) throws DeskRefusal {
    var name = text(ask, "name");
    if (!names().services().contains(name)) {
      // The same whether there is one: what others use is none of the plugin's business.
      throw new DeskRefusal(
          ask.service(),
          shown(name),
          "a name that the instance's configuration has in an option 'name', in whatever section");
    }
    return known(ask, name, entries);
  }

  private static <T> T known(ShimAsk ask, String name, Map<String, T> entries) throws DeskRefusal {
    var entry = entries.get(name);
    if (entry == null) {
      throw DeskRefusal.notFound(
          ask.service(), shown(name), "one that the server's services file has");
    }
    return entry;
  }

  private InstanceNames names() {
    if (names == null) {
      names = InstanceNames.of(client.configuration());
    }
    return names;
  }

  private static String text(ShimAsk ask, String argument) throws DeskRefusal {
    if (ask.arguments().get(argument) instanceof PluginValue.Text(var text)) {
      return text;
    }
    throw new DeskRefusal(ask.service() + "." + argument, "not there", "text");
  }

  private void audit(List<String> secrets) {
    var changes = new ArrayList<Change>();
    var asked = new HashSet<String>();
    for (var secret : secrets) {
      if (!given.contains(secret) && asked.add(secret)) {
        var change = new Change(client.caller(), ACTION);
        change.concerns(
            secret + "; to " + client.target() + ", session " + client.call(), client.digest());
        changes.add(change);
      }
    }
    if (!changes.isEmpty()) {
      services.audit().given(changes);
      given.addAll(asked);
    }
  }

  /** In a bare list everything is a secret, in a dict what stands under names of secrets. */
  private void keepFromLog(List<PluginValue> secrets) {
    client.onSecret().accept(new PluginValue.Items(secrets));
  }

  private void keepFromLog(PluginValue.Dict settings) {
    client.onSecret().accept(settings);
  }

  private static PluginValue texts(List<String> texts) {
    return new PluginValue.Items(texts.stream().<PluginValue>map(PluginValue.Text::new).toList());
  }

  private static String shown(String text) {
    return VisibleText.of(text, MAX_SHOWN);
  }
}
